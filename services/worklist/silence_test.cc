#include "services/worklist/fixture.h"

namespace midstance::worklist {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SilentCases : public Worklist {};

struct Silence {
  const char* what;
  int last_heard_day;  // of March
  bool shown;
};

TEST_F(SilentCases, AreShownOnceAWeekOfDaysHasPassedWithoutACheckIn) {
  int number = 0;
  for (const Silence& row : {Silence{"eight days", 19, true}, Silence{"seven days", 20, false},
                             Silence{"yesterday", 26, false}}) {
    const std::string of = "patients/p1/cases/s" + std::to_string(++number);
    AddCase(of, v1::Case::STATE_IN_PROGRAM, Utc(3, 1));
    AddCheckIn(of, "k1", Utc(3, row.last_heard_day, 22));
    v1::ListWorklistRequest request;
    request.set_parent(of);
    const auto page = Ask(request, anna_);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(!page->items().empty(), row.shown) << row.what;
  }
}

TEST_F(SilentCases, TakeARetractedCheckInForNoneAndAnAmendedOneForTheDayItTells) {
  AddCase("patients/p1/cases/s1", v1::Case::STATE_IN_PROGRAM, Utc(3, 1));
  AddCheckIn("patients/p1/cases/s1", "k1", Utc(3, 10));
  AddCheckIn("patients/p1/cases/s1", "k2", Utc(3, 26), v1::RECORD_STATE_RETRACTED);
  AddCheckIn("patients/p1/cases/s1", "k3", Utc(3, 9));  // entered last
  const auto items = List(anna_);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_THAT(items[0].why(), HasSubstr("No check-in since 10 March 2026, 17 days ago"));
}

TEST_F(SilentCases, AreHeardOfByTheDayThatIsToldWhateverTheOrderOfTheNames) {
  AddCase("patients/p1/cases/s1", v1::Case::STATE_IN_PROGRAM, Utc(3, 1));
  // Uploaded at once: the newest has the first name.
  for (int i = 0; i < 14; ++i) {
    AddCheckIn("patients/p1/cases/s1", "k" + std::to_string(10 + i), Utc(3, 26 - i));
  }
  EXPECT_THAT(List(anna_), IsEmpty());
}

TEST_F(SilentCases, AreThoseInProgramAlone) {
  for (const auto state : {v1::Case::STATE_OPEN, v1::Case::STATE_ON_HOLD,
                           v1::Case::STATE_DISCHARGED, v1::Case::STATE_ASSESSED}) {
    AddCase("patients/p1/cases/s" + std::to_string(state), state, Utc(1, 1));
  }
  EXPECT_THAT(List(anna_), IsEmpty());
}

}  // namespace
}  // namespace midstance::worklist
