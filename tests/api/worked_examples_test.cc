#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "support/time.h"
#include "tests/api/builders.h"

namespace midstance::testing {
namespace {

using std::chrono::days;

// What is observed on a day of the example.
struct Observed {
  int day;
  Report report;
};

// The one escalation that an example ends in.
struct Expected {
  int day;  // by which its evidence is complete
  std::string rule;
  rules::v1::Urgency urgency;
  v1::Area area = v1::AREA_UNSPECIFIED;  // with its side: none concerns the whole person
  v1::Side side = v1::SIDE_UNSPECIFIED;
};

struct Example {
  std::string name;
  v1::Area area;  // of the case
  v1::Side side;
  std::vector<Observed> timeline;
  std::optional<Expected> expected;
};

void PrintTo(const Example& example, std::ostream* out) { *out << example.name; }

std::vector<Example> Examples() {
  using rules::v1::EMERGENCY;
  using rules::v1::SOON;
  using rules::v1::URGENT;
  const auto knee = [] { return Report().At(v1::AREA_KNEE, v1::SIDE_LEFT); };
  const auto right_hip = [] { return Report().At(v1::AREA_HIP, v1::SIDE_RIGHT); };
  const auto left_hip = [] { return Report().At(v1::AREA_HIP, v1::SIDE_LEFT); };
  const auto swollen = [&] {
    return knee().Number("swelling", 1).Choice("swelling_settles", "no");
  };
  const auto on_the_side = [&] {
    return right_hip().Choice("night_pattern", "positional").Number("night_nights", 7);
  };
  const auto at_rest = [&](double pain, double hours) {
    return left_hip().Number("rest_nprs", pain).Whole().Number("load_off_h", hours);
  };
  const auto ankle = [](v1::Side side) {
    return Report().At(v1::AREA_ANKLE, side).Number("swelling", 1).Choice("swelling_settles", "no");
  };
  const auto stiff = [](double minutes) {
    return Report().Present("psoriasis").Number("stiffness_min", minutes);
  };
  const auto hard_to_move = [&] {
    return right_hip().Number("move_difficulty", 2).Number("act_nprs", 5);
  };
  const auto warm = [](double difficulty) {
    return Report()
        .At(v1::AREA_KNEE, v1::SIDE_RIGHT)
        .Number("swelling", 1)
        .Present("warmth")
        .Absent("redness")
        .Number("move_difficulty", difficulty);
  };
  const auto hip = v1::AREA_HIP;
  const auto left = v1::SIDE_LEFT;
  const auto right = v1::SIDE_RIGHT;
  return {
      {"P1SwollenForSevenDays",
       v1::AREA_KNEE,
       left,
       {{1, swollen()}, {6, swollen()}, {8, swollen()}},
       Expected{8, "swelling-persistent", SOON, v1::AREA_KNEE, left}},
      {"P2SwollenForSixDays", v1::AREA_KNEE, left, {{1, swollen()}, {7, swollen()}}, {}},
      {"P3NightPainThatNothingEases",
       hip,
       right,
       {{4, right_hip().Choice("night_pattern", "unremitting").Number("night_nights", 3)}},
       Expected{4, "night-pain-unremitting", URGENT, hip, right}},
      {"P4NightPainFromLyingOnIt",
       hip,
       right,
       {{0, on_the_side()}, {7, on_the_side()}, {14, on_the_side()}},
       {}},
      {"P5PainAtRestForAWeek",
       hip,
       left,
       {{0, at_rest(3, 60)}, {7, at_rest(3, 100)}},
       Expected{7, "rest-pain-persistent", SOON, hip, left}},
      {"P6PainAtRestThatHadGone",
       hip,
       left,
       {{0, at_rest(3, 60)}, {4, at_rest(1, 60)}, {8, at_rest(4, 60)}},
       {}},
      {"P7OneAnkleOfTwo",
       v1::AREA_ANKLE,
       v1::SIDE_BILATERAL,
       {{0, ankle(v1::SIDE_BILATERAL)}, {7, ankle(right)}},
       Expected{7, "swelling-persistent", SOON, v1::AREA_ANKLE, right}},
      {"P8StiffForHalfAnHour",
       hip,
       right,
       {{0, stiff(30)}, {14, stiff(30)}},
       Expected{14, "inflammatory-pattern", SOON}},
      {"P8StiffForAMinuteLess", hip, right, {{0, stiff(29)}, {14, stiff(29)}}, {}},
      {"P9HardToMoveForThreeDays",
       hip,
       right,
       {{0, hard_to_move()}, {3, hard_to_move()}},
       Expected{3, "movement-restricted-persistent", SOON, hip, right}},
      {"P10WarmAndSwollen",
       v1::AREA_KNEE,
       right,
       {{0, warm(0)}},
       Expected{0, "joint-redness-heat", URGENT, v1::AREA_KNEE, right}},
      {"P10WarmSwollenAndHardToMove",
       v1::AREA_KNEE,
       right,
       {{0, warm(2)}},
       Expected{0, "hot-swollen-joint", EMERGENCY, v1::AREA_KNEE, right}},
  };
}

class WorkedExamples : public ::testing::TestWithParam<Example> {
 protected:
  WorkedExamples() {
    const auto patient = clinic_.APatient(lena_);
    case_ = clinic_.ACase(lena_, patient, GetParam().area, GetParam().side).name();
  }

  Instant On(int day) const { return start_ + days{day}; }

  // One escalation, raised at `when`, and nothing else.
  void ExpectRaised(const std::vector<v1::Escalation>& raised, Instant when) {
    const auto& expected = *GetParam().expected;
    ASSERT_THAT(raised, ::testing::SizeIs(1));
    const auto& escalation = raised.front();
    EXPECT_EQ(escalation.state(), v1::Escalation::STATE_OPEN);
    EXPECT_EQ(escalation.urgency(), expected.urgency);
    EXPECT_EQ(escalation.site().area(), expected.area);
    EXPECT_EQ(escalation.site().side(), expected.side);
    EXPECT_EQ(escalation.has_site(), expected.area != v1::AREA_UNSPECIFIED);
    EXPECT_EQ(InstantOf(escalation.raised_time()), when);
    const auto& leading = escalation.firings().rbegin()->result();
    EXPECT_EQ(leading.rule(), expected.rule);
    EXPECT_EQ(leading.title(), escalation.title());
    EXPECT_THAT(escalation.history(), ::testing::SizeIs(1));
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const Instant start_ = clinic_.clock().Now();
  std::string case_;
};

TEST_P(WorkedExamples, AreRaisedOnTheDayWhoseEntryCompletesThem) {
  const auto& expected = GetParam().expected;
  for (const auto& [day, report] : GetParam().timeline) {
    clinic_.clock().MoveTo(On(day));
    const auto answer = clinic_.CheckIn(lena_, case_, report);
    const bool due = expected.has_value() && day >= expected->day;
    EXPECT_EQ(answer.escalations_size(), due ? 1 : 0) << "day " << day;
    const auto raised = clinic_.Escalations(lena_, "patients/-/cases/-");
    if (due) {
      ExpectRaised(raised, On(expected->day));
    } else {
      EXPECT_THAT(raised, ::testing::IsEmpty()) << "day " << day;
    }
  }
}

TEST_P(WorkedExamples, AreRaisedOnTheDayOfEntryWhenAllIsEnteredAfterwards) {
  const Instant last = On(GetParam().timeline.back().day);
  clinic_.clock().MoveTo(last);
  for (const auto& [day, report] : GetParam().timeline) {
    clinic_.CheckIn(lena_, case_, report, On(day));
  }
  const auto raised = clinic_.Escalations(lena_, "patients/-/cases/-");
  ASSERT_EQ(raised.empty(), !GetParam().expected.has_value());
  if (!raised.empty()) ExpectRaised(raised, last);
}

TEST_P(WorkedExamples, DoNotDependOnTheOrderOfEntry) {
  const Instant last = On(GetParam().timeline.back().day);
  auto backwards = GetParam().timeline;
  std::reverse(backwards.begin(), backwards.end());
  Instant now = last;
  for (const auto& [day, report] : backwards) {
    clinic_.clock().MoveTo(now);
    clinic_.CheckIn(lena_, case_, report, On(day));
    now += std::chrono::hours{1};
  }
  const auto raised = clinic_.Escalations(lena_, "patients/-/cases/-");
  ASSERT_EQ(raised.size(), GetParam().expected.has_value() ? 1 : 0);
  if (raised.empty()) return;
  EXPECT_EQ(raised.front().urgency(), GetParam().expected->urgency);
  EXPECT_EQ(raised.front().site().side(), GetParam().expected->side);
  EXPECT_EQ(raised.front().firings().rbegin()->result().rule(), GetParam().expected->rule);
  const Instant raised_on = InstantOf(raised.front().raised_time());
  EXPECT_EQ(DayOf(raised_on), DayOf(last)) << "the day of entry, not of observation";
}

INSTANTIATE_TEST_SUITE_P(Api, WorkedExamples, ::testing::ValuesIn(Examples()),
                         [](const auto& example) { return example.param.name; });

}  // namespace
}  // namespace midstance::testing
