#include "services/cases/engine/observation_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "services/rules/testing.h"

namespace midstance::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ObservationCheck : public ::testing::Test {
 protected:
  v1::SiteReport& Knee() {
    auto& report = *check_in_.add_reports();
    report.mutable_site()->set_area(v1::AREA_KNEE);
    report.mutable_site()->set_side(v1::SIDE_LEFT);
    return report;
  }
  static v1::Observation& Add(v1::SiteReport& report, const std::string& code) {
    auto& observation = *report.add_observations();
    observation.set_code(code);
    return observation;
  }
  // "path: what is right" of each violation.
  std::vector<std::string> Problems() const {
    google::rpc::BadRequest violations;
    CheckFindings(rules_, check_in_.reports(), check_in_.general(), "check_in", violations);
    std::vector<std::string> problems;
    for (const auto& one : violations.field_violations()) {
      problems.push_back(one.field() + ": " + one.description());
    }
    return problems;
  }

  const rules::CompiledRuleSet rules_ = rules::CoreInUtc();
  v1::CheckIn check_in_;
};

TEST_F(ObservationCheck, AcceptsWhatTheVocabularySays) {
  auto& knee = Knee();
  Add(knee, "swelling").set_number(0);
  Add(knee, "warmth").set_answer(v1::ANSWER_NOT_ASKED);
  Add(knee, "night_pattern").set_choice("unremitting");
  check_in_.add_general()->set_code("fever");
  check_in_.mutable_general(0)->set_answer(v1::ANSWER_ABSENT);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ObservationCheck, NamesRangesAndNeverTheValue) {
  auto& knee = Knee();
  Add(knee, "rest_nprs").set_number(11);
  Add(knee, "swelling").set_number(1.5);
  Add(knee, "worst_nprs").set_number(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(
      Problems(),
      ElementsAre(
          "check_in.reports[0].observations[0].number: rest_nprs is 0 to 10",
          "check_in.reports[0].observations[1].number: swelling is 0 to 3, in whole numbers",
          "check_in.reports[0].observations[2].number: worst_nprs is 0 to 10"));
}

TEST_F(ObservationCheck, RefusesUnknownCodesAndOtherKinds) {
  auto& knee = Knee();
  Add(knee, "no_such_code").set_number(1);
  Add(knee, "swelling").set_choice("much");
  Add(knee, "warmth");
  Add(knee, "night_pattern").set_choice("odd");
  EXPECT_THAT(Problems(),
              ElementsAre(HasSubstr("observations[0].code: must be a code"),
                          "check_in.reports[0].observations[1].choice: swelling takes a number",
                          "check_in.reports[0].observations[2].value: warmth takes an answer",
                          HasSubstr("observations[3].choice: night_pattern is one of ")));
}

TEST_F(ObservationCheck, KeepsSiteAndPatientApart) {
  Add(Knee(), "fever").set_answer(v1::ANSWER_PRESENT);
  check_in_.add_general()->set_code("swelling");
  check_in_.mutable_general(0)->set_number(1);
  EXPECT_THAT(Problems(),
              ElementsAre("check_in.reports[0].observations[0].code: fever is about the whole "
                          "patient: put it into general",
                          "check_in.general[0].code: swelling is about one site: put it into its "
                          "report"));
}

TEST_F(ObservationCheck, RefusesWhatIsToldTwice) {
  auto& knee = Knee();
  Add(knee, "swelling").set_number(1);
  Add(knee, "swelling").set_number(1);
  Add(Knee(), "swelling").set_number(1);
  EXPECT_THAT(Problems(),
              ElementsAre("check_in.reports[0].observations[1].code: swelling is answered twice",
                          HasSubstr("check_in.reports[1].site: is reported twice")));
}

TEST_F(ObservationCheck, RefusesBothSidesBesideOneOfThem) {
  const auto at = [&](v1::Area area, v1::Side side) {
    auto& report = Knee();
    report.mutable_site()->set_area(area);
    report.mutable_site()->set_side(side);
    Add(report, "swelling").set_number(1);
  };
  at(v1::AREA_KNEE, v1::SIDE_LEFT);
  at(v1::AREA_HIP, v1::SIDE_BILATERAL);
  at(v1::AREA_KNEE, v1::SIDE_NOT_TOLD);
  EXPECT_THAT(Problems(), IsEmpty());
  at(v1::AREA_KNEE, v1::SIDE_BILATERAL);
  at(v1::AREA_HIP, v1::SIDE_RIGHT);
  EXPECT_THAT(Problems(),
              ElementsAre(HasSubstr("check_in.reports[3].site: says both sides beside one side"),
                          HasSubstr("check_in.reports[4].site: says both sides beside one side")));
}

TEST_F(ObservationCheck, HoldsANumberInAnotherUnitAgainstTheRangeInItsOwn) {
  auto& knee = Knee();
  auto& force = Add(knee, "force_knee_extension");
  force.set_number(400);
  force.set_unit("kg");
  EXPECT_THAT(
      Problems(),
      ElementsAre("check_in.reports[0].observations[0].number: force_knee_extension is 0 to "
                  "3000 N"));
  force.set_number(40);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ObservationCheck, RefusesAUnitThatTheCodeDoesNotTake) {
  auto& knee = Knee();
  auto& force = Add(knee, "force_knee_extension");
  force.set_number(40);
  force.set_unit("lb");
  auto& warmth = Add(knee, "warmth");
  warmth.set_answer(v1::ANSWER_PRESENT);
  warmth.set_unit("C");
  auto& swelling = Add(knee, "swelling");
  swelling.set_number(1);
  swelling.set_unit("cm");
  EXPECT_THAT(Problems(),
              ElementsAre("check_in.reports[0].observations[0].unit: force_knee_extension is told "
                          "in N or kg",
                          "check_in.reports[0].observations[1].unit: warmth has no unit",
                          "check_in.reports[0].observations[2].unit: swelling has no unit"));
}

TEST_F(ObservationCheck, LetsNobodyTellWhatTheServerFinds) {
  auto& waited = *check_in_.add_general();
  waited.set_code("emergency_unanswered_h");
  waited.set_number(2);
  EXPECT_THAT(Problems(),
              ElementsAre("check_in.general[0].code: emergency_unanswered_h is what the "
                          "server itself finds"));
  google::rpc::BadRequest violations;
  CheckFindings(rules_, check_in_.reports(), check_in_.general(), "check_in", violations,
                Teller::kInventor);
  EXPECT_THAT(violations.field_violations(), IsEmpty());
}

TEST_F(ObservationCheck, TurnsAnotherUnitIntoTheCodesOwn) {
  auto& knee = Knee();
  auto& force = Add(knee, "force_knee_extension");
  force.set_number(10);
  force.set_unit("kg");
  auto& range = Add(knee, "rom_knee_flexion");
  range.set_number(130);
  range.set_unit("deg");
  ConvertUnits(rules_, check_in_);
  EXPECT_DOUBLE_EQ(force.number(), 98.0665);
  EXPECT_EQ(force.unit(), "");
  EXPECT_EQ(range.number(), 130);
  EXPECT_EQ(range.unit(), "");
}

}  // namespace
}  // namespace midstance::cases
