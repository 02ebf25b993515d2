#include "clients/checkin/kiosk.h"

#include <gmock/gmock.h>

#include "clients/checkin/flow_testing.h"
#include "clients/checkin/typist.h"

namespace midstance::checkin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kWiped = "\x1b[3J";

// A kiosk for forms that ask for one thing.
class Kiosk : public ::testing::Test {
 protected:
  void Serve() {
    auto terminal = typist_.terminal();
    ServeKiosk(
        terminal, *WordsIn("en"),
        [this](const client::LinkCode& link) {
          came_.push_back(link.name);
          return ServerCalls{
              .form =
                  [] {
                    FormBuilder build;
                    build.Number("worst_nprs", 10);
                    return absl::StatusOr<v1::CheckInForm>(build.form());
                  },
              .send =
                  [this](const Outgoing& outgoing, bool) {
                    sent_.push_back(outgoing.check_in.reports(0).observations(0).number());
                    return absl::StatusOr<v1::RecordCheckInResponse>(v1::RecordCheckInResponse());
                  }};
        },
        {.request_ids = client::SeededRequestIds(1, "kiosk"), .now = [] { return Instant(); }});
  }
  // What stands on the screen at the end.
  std::string Screen() const {
    const std::string printed = typist_.printed();
    return printed.substr(printed.rfind(kWiped) + kWiped.size());
  }

  Typist typist_{{}};
  std::vector<std::string> came_;
  std::vector<double> sent_;
};

TEST_F(Kiosk, EachPersonBringsALinkAndLeavesAnEmptyScreen) {
  for (const auto* line :
       {"patients/a/cases/b/t1", "3", "", "s", "", "patients/c/cases/d/t2", "7", "", "s", ""}) {
    typist_.Add(line);
  }
  Serve();
  EXPECT_THAT(came_, ElementsAre("patients/a/cases/b", "patients/c/cases/d"));
  EXPECT_THAT(sent_, ElementsAre(3, 7));
  EXPECT_EQ(typist_.Count(kWiped), 3U);
  EXPECT_THAT(Screen(), StartsWith("Paste the link"));
}

TEST_F(Kiosk, WhoeverLeavesInTheMiddleHasSentNothing) {
  typist_.Add("patients/a/cases/b/t1");
  typist_.Add("3");
  typist_.GoAway();
  typist_.GoAway();  // and nobody comes
  typist_.Add("patients/c/cases/d/t2");
  typist_.Add("7");
  Serve();
  EXPECT_THAT(came_, ElementsAre("patients/a/cases/b", "patients/c/cases/d"));
  EXPECT_THAT(sent_, ElementsAre());
  const std::string printed = typist_.printed();
  const auto second = printed.find("patients/c");
  EXPECT_LT(printed.rfind(kWiped, second), second);
}

TEST_F(Kiosk, TheScreenIsClearedByItselfAfterTheEnd) {
  for (const auto* line : {"patients/a/cases/b/t1", "3", "", "s"}) typist_.Add(line);
  typist_.GoAway();
  Serve();
  EXPECT_THAT(sent_, ElementsAre(3));
  EXPECT_THAT(Screen(), StartsWith("Paste the link"));
}

TEST_F(Kiosk, ACodeThatIsNotWholeIsAskedForAgain) {
  typist_.Add("token");
  typist_.Add("patients/a/cases/b/t1");
  Serve();
  EXPECT_THAT(typist_.said(), HasSubstr("This is not the whole code."));
  EXPECT_THAT(came_, ElementsAre("patients/a/cases/b"));
  EXPECT_THAT(typist_.said(), Not(HasSubstr("Sent.")));
}

}  // namespace
}  // namespace midstance::checkin
