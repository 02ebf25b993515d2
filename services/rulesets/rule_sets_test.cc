#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/rule_set_service.pb.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"
#include "services/rulesets/verbs.h"

namespace midstance::rulesets {
namespace {

using options::v1::ROLE_CLINICIAN;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kName[] = "ruleSets/running-hip-core";

class RuleSets : public ::testing::Test {
 protected:
  v1::TimelineReport AtKnee(Instant occurred) const {
    v1::TimelineReport report;
    *report.mutable_occurred_time() = TimestampOf(occurred);
    report.mutable_site()->set_area(v1::AREA_KNEE);
    report.mutable_site()->set_side(v1::SIDE_LEFT);
    return report;
  }
  static void Add(v1::TimelineReport& report, const std::string& code, double number) {
    auto& observation = *report.add_observations();
    observation.set_code(code);
    observation.set_number(number);
  }
  static void AddPresent(v1::TimelineReport& report, const std::string& code) {
    auto& observation = *report.add_observations();
    observation.set_code(code);
    observation.set_answer(v1::ANSWER_PRESENT);
  }
  absl::StatusOr<v1::EvaluateRuleSetResponse> Evaluate(const v1::EvaluateRuleSetRequest& request) {
    return tester_.Run(EvaluateRuleSet{engines_}, anna_, request);
  }

  cases::Engines engines_{rules::CoreInUtc()};
  const rules::CompiledRuleSet& active_ = engines_.shipped()->rules();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = rpc::VerbTester::Staff("anna", {ROLE_CLINICIAN});
};

TEST_F(RuleSets, TheActiveOneIsReadWithItsRulesAndItsDigest) {
  v1::GetRuleSetRequest request;
  request.set_name(kName);
  const auto found = tester_.Run(GetRuleSet{engines_}, anna_, request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->active());
  EXPECT_EQ(found->digest(), active_.digest());
  EXPECT_EQ(found->revision(), std::string(kName) + "/revisions/" + active_.digest().substr(0, 32));
  EXPECT_EQ(found->definition().rules_size(), active_.source().rules_size());
  request.set_name("ruleSets/other");
  EXPECT_EQ(ReasonOf(tester_.Run(GetRuleSet{engines_}, anna_, request).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(RuleSets, TheListHoldsTheActiveOneAndNoNextPage) {
  const auto page =
      tester_.Run(ListRuleSets{engines_, tester_.sealer()}, anna_, v1::ListRuleSetsRequest());
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->rule_sets(), SizeIs(1));
  EXPECT_EQ(page->rule_sets(0).name(), kName);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(RuleSets, AHotSwollenJointIsRecognizedInAnInventedReport) {
  v1::EvaluateRuleSetRequest request;
  request.set_name(kName);
  auto& report = *request.add_reports() = AtKnee(tester_.now - hours{1});
  Add(report, "swelling", 1);
  AddPresent(report, "warmth");
  AddPresent(report, "redness");
  const auto said = Evaluate(request);
  ASSERT_TRUE(said.ok()) << said.status();
  ASSERT_THAT(said->evaluation().results(), Not(IsEmpty()));
  EXPECT_EQ(said->evaluation().results(0).rule(), "hot-swollen-joint");
  EXPECT_EQ(said->evaluation().results(0).evidence(0).entry(), "reports/0");
  EXPECT_EQ(said->evaluation().rule_set_revision(), engines_.shipped()->name());
  EXPECT_THAT(said->sentences(), Not(IsEmpty()));
}

TEST_F(RuleSets, AReportEnteredAfterTheMomentAskedAboutDoesNotCount) {
  v1::EvaluateRuleSetRequest request;
  request.set_name(kName);
  auto& report = *request.add_reports() = AtKnee(tester_.now - hours{48});
  Add(report, "swelling", 1);
  AddPresent(report, "warmth");
  AddPresent(report, "redness");
  *report.mutable_entered_time() = TimestampOf(tester_.now);
  *request.mutable_as_of() = TimestampOf(tester_.now - hours{24});
  EXPECT_THAT(Evaluate(request)->evaluation().results(), IsEmpty());
}

TEST_F(RuleSets, AWrongFindingIsToldByItsPathInTheRequest) {
  v1::EvaluateRuleSetRequest request;
  request.set_name(kName);
  auto& local = *request.add_reports() = AtKnee(tester_.now);
  Add(local, "swelling", 1);
  Add(local, "rest_nprs", 11);
  auto& general = *request.add_reports();
  *general.mutable_occurred_time() = TimestampOf(tester_.now);
  AddPresent(general, "no_such_code");
  const auto refused = Evaluate(request).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID);
  const auto fields = BadRequestOf(refused);
  ASSERT_TRUE(fields.has_value());
  std::vector<std::string> paths;
  for (const auto& violation : fields->field_violations()) paths.push_back(violation.field());
  EXPECT_THAT(paths,
              ElementsAre("reports[0].observations[1].number", "reports[1].observations[0].code"));
}

}  // namespace
}  // namespace midstance::rulesets
