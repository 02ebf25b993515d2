#include "services/progress/course_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "midstance/v1/patient.pb.h"
#include "services/adherence/program_testing.h"
#include "services/progress/score_testing.h"
#include "services/rpc/verb_testing.h"

namespace midstance::progress {
namespace {

using adherence::DayAt;
using adherence::Told;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kFactsCase[] = "patients/p/cases/c";
constexpr int kWeekly = 7;

class CourseFactsOf : public ::testing::Test {
 protected:
  CourseFactsOf() {
    v1::Patient patient;
    patient.set_name("patients/p");
    tester_.Put(patient);
    case_.set_name(kFactsCase);
    case_.set_state(v1::Case::STATE_IN_PROGRAM);
    *case_.mutable_state_time() = adherence::TimeOn(DayAt(0));
    tester_.Put(case_);
  }
  void Tell(Told told) {
    auto check_in = told.get();
    check_in.set_name(std::string(kFactsCase) + "/checkIns/t" + std::to_string(++told_));
    tester_.Put(check_in);
  }
  // What is known at nine in the morning of a day, by name of the fact's report and by code.
  std::map<std::string, std::map<std::string, double>> On(int day) {
    std::vector<rules::Report> facts;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(
              facts, CourseFacts(reader, Measures(), calendar_, case_,
                                 Instant{DayAt(day)} + std::chrono::hours{9}, kWeekly));
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    std::map<std::string, std::map<std::string, double>> known;
    for (const auto& report : facts) {
      for (const auto& value : report.values) {
        const auto* answer = std::get_if<rules::Answer>(&value.value);
        known[report.name][value.code] = answer == nullptr
                                             ? std::get<double>(value.value)
                                             : (*answer == rules::Answer::kPresent ? 1 : 0);
      }
    }
    return known;
  }

  v1::Case case_;
  schedule::ClinicCalendar calendar_ = adherence::Utc();
  rpc::VerbTester tester_;
  int told_ = 0;
};

TEST_F(CourseFactsOf, ACheckInIsLateFromTheDayAfterItWasExpected) {
  Tell(Told(3).Pain(2));
  Tell(Told(1).Pain(2));
  EXPECT_THAT(On(10), IsEmpty());
  EXPECT_THAT(On(11),
              ElementsAre(Pair("patients/p/cases/c/checkIns/t1",
                               ElementsAre(Pair("check_in_days_late", 1), Pair("open_flag", 0)))));
  EXPECT_THAT(On(18),
              ElementsAre(Pair("patients/p/cases/c/checkIns/t1",
                               ElementsAre(Pair("check_in_days_late", 8), Pair("open_flag", 0)))));
}

TEST_F(CourseFactsOf, TheFirstCheckInIsExpectedAWeekAfterTheProgramBegan) {
  EXPECT_THAT(On(7), IsEmpty());
  EXPECT_THAT(On(8), ElementsAre(Pair(kFactsCase, ElementsAre(Pair("check_in_days_late", 1),
                                                              Pair("open_flag", 0)))));
}

TEST_F(CourseFactsOf, NoCheckInIsExpectedOfACaseThatIsDueForReview) {
  case_.set_state(v1::Case::STATE_REVIEW_DUE);
  EXPECT_THAT(On(30), IsEmpty());
}

TEST_F(CourseFactsOf, WhileAFlagIsOpenACheckInIsExpectedInAReviewAndAfterAReferralToo) {
  v1::Escalation flag;
  flag.set_name(std::string(kFactsCase) + "/escalations/f");
  flag.set_state(v1::Escalation::STATE_ACKNOWLEDGED);
  flag.set_urgency(rules::v1::SOON);
  flag = tester_.Put(flag);
  for (const auto state : {v1::Case::STATE_REVIEW_DUE, v1::Case::STATE_REFERRED}) {
    case_.set_state(state);
    EXPECT_THAT(On(8), ElementsAre(Pair(kFactsCase, ElementsAre(Pair("check_in_days_late", 1),
                                                                Pair("open_flag", 1)))));
  }
  flag.set_state(v1::Escalation::STATE_RESOLVED);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(flag, tester_.now); }).ok());
  EXPECT_THAT(On(8), IsEmpty());
}

TEST_F(CourseFactsOf, WhileAFlagIsOpenTheNextCheckInOfWhoeverMadeOneIsExpectedBeforeAnyProgramToo) {
  v1::Escalation flag;
  flag.set_name(std::string(kFactsCase) + "/escalations/f");
  flag.set_state(v1::Escalation::STATE_OPEN);
  flag.set_urgency(rules::v1::SOON);
  flag = tester_.Put(flag);
  for (const auto state : {v1::Case::STATE_OPEN, v1::Case::STATE_ASSESSED}) {
    case_.set_state(state);
    EXPECT_THAT(On(30), IsEmpty());
  }
  Tell(Told(1).Pain(2));
  for (const auto state : {v1::Case::STATE_OPEN, v1::Case::STATE_ASSESSED}) {
    case_.set_state(state);
    EXPECT_THAT(
        On(9), ElementsAre(Pair("patients/p/cases/c/checkIns/t1",
                                ElementsAre(Pair("check_in_days_late", 1), Pair("open_flag", 1)))));
  }
  flag.set_state(v1::Escalation::STATE_RESOLVED);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(flag, tester_.now); }).ok());
  EXPECT_THAT(On(9), IsEmpty());
}

TEST_F(CourseFactsOf, AProgramTellsHowLongItRanHowMuchWasDoneAndThatNothingGotBetter) {
  tester_.Put(adherence::Program().Exercise("a", adherence::Daily()).get());
  for (int day = 0; day < 42; ++day) {
    if (day % 5 != 0) Tell(Told(day).Exercise("a", v1::DONE_FULL).Pain(5));
    if (day % 5 == 0) Tell(Told(day).Exercise("a", v1::DONE_SKIPPED).Pain(5));
  }
  const auto known = On(42);
  ASSERT_THAT(known, ElementsAre(Pair("patients/p/cases/c/enrollments/e", ::testing::_)));
  const auto& facts = known.begin()->second;
  EXPECT_EQ(facts.at("program_days"), 42);
  EXPECT_NEAR(facts.at("adherence_percent"), 100 * 33.0 / 42, 0.1);
  EXPECT_EQ(facts.at("outcome_improved"), 0);
}

TEST_F(CourseFactsOf, AMeasureThatGotBetterByWhatMattersIsAnEffect) {
  tester_.Put(adherence::Program().Exercise("a", adherence::Daily()).get());
  for (int day = 0; day < 42; ++day) Tell(Told(day).Exercise("a", v1::DONE_FULL).Pain(5));
  tester_.Put(Lefs(0, 40));
  tester_.Put(Lefs(41, 60));
  EXPECT_EQ(On(42).at("patients/p/cases/c/enrollments/e").at("outcome_improved"), 1);
}

TEST_F(CourseFactsOf, WhereNoOutcomeCanBeComparedNobodyKnowsWhetherOneGotBetter) {
  tester_.Put(adherence::Program().Exercise("a", adherence::Daily()).get());
  for (int day = 0; day < 42; ++day) Tell(Told(day).Exercise("a", v1::DONE_FULL));
  EXPECT_THAT(On(42).at("patients/p/cases/c/enrollments/e"),
              UnorderedElementsAre(Pair("program_days", 42), Pair("adherence_percent", 100)));
}

}  // namespace
}  // namespace midstance::progress
