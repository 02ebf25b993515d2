#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/rule_set_service.grpc.pb.h"
#include "support/time.h"
#include "tests/api/builders.h"

// A clinic changes its rules, through the door: proposed, tried on its history, activated by
// another person, taken back.
namespace midstance::testing {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kRules[] = "ruleSets/running-hip-core";

class RuleRevisions : public ::testing::Test {
 protected:
  void SetUp() override { TickAfter(minutes{1}); }
  void TickAfter(Duration wait) {
    clinic_.clock().MoveTo(clinic_.clock().Now() + wait);
    clinic_.server().application().Tick(false);
  }
  v1::RuleSetRevision Propose(const std::string& token, int least) {
    v1::CreateRuleSetRevisionRequest request;
    request.set_parent(kRules);
    request.add_files()->set_text(SwellingAfter(least));
    request.set_reason("We want to know it earlier");
    return clinic_.Must<v1::RuleSetRevision>(token, "RuleSetService/CreateRuleSetRevision",
                                             request);
  }
  v1::BackTestSummary BackTest(const v1::RuleSetRevision& revision) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + clinic_.Lead());
    context.set_deadline(std::chrono::system_clock::now() + minutes{4});
    v1::BackTestRuleSetRequest request;
    request.set_name(kRules);
    request.set_revision(revision.name());
    const auto stub = v1::RuleSetService::NewStub(clinic_.server().channel());
    const auto reader = stub->BackTestRuleSet(&context, request);
    v1::BackTestSummary summary;
    v1::BackTestRuleSetResponse message;
    while (reader->Read(&message)) {
      if (message.has_summary()) summary = message.summary();
    }
    const auto ended = reader->Finish();
    EXPECT_TRUE(ended.ok()) << ended.error_message();
    return summary;
  }
  v1::ActivateRuleSetRevisionRequest Activation(const std::string& revision,
                                                const std::string& back_test) {
    v1::ActivateRuleSetRevisionRequest request;
    request.set_name(revision);
    request.set_back_test(back_test);
    request.set_reason("Agreed in the team");
    return request;
  }
  v1::RuleSetActivation Activate(const std::string& revision, const std::string& back_test) {
    return clinic_.Must<v1::RuleSetActivation>(
        clinic_.Lead(), "RuleSetService/ActivateRuleSetRevision", Activation(revision, back_test));
  }
  // A knee that is swollen on the first and the sixth day.
  std::string ASwollenRunner() {
    auto name = clinic_.ARunner(lena_, "Hoffmann");
    clinic_.CheckIn(lena_, name, SwollenKnee());
    clinic_.clock().MoveTo(clinic_.clock().Now() + days{5});
    clinic_.CheckIn(lena_, name, SwollenKnee());
    return name;
  }
  v1::EvaluateCaseResponse Evaluate(const std::string& a_case, Instant as_of) {
    v1::EvaluateCaseRequest request;
    request.set_name(a_case);
    *request.mutable_as_of() = TimestampOf(as_of);
    request.set_explain_all(true);
    return clinic_.Must<v1::EvaluateCaseResponse>(lena_, "CaseService/EvaluateCase", request);
  }
  v1::RuleSet Active() {
    v1::GetRuleSetRequest request;
    request.set_name(kRules);
    return clinic_.Must<v1::RuleSet>(lena_, "RuleSetService/GetRuleSet", request);
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
};

TEST_F(RuleRevisions, ThatWereActivatedRaiseOnceWhatTheRulesBeforeDidNot) {
  const auto runner = ASwollenRunner();
  EXPECT_THAT(clinic_.Escalations(lena_, runner), IsEmpty());
  const auto revision = Propose(lena_, 5);
  const auto tried = BackTest(revision);
  EXPECT_EQ(tried.added(), 1);
  EXPECT_EQ(tried.lost(), 0);
  Activate(revision.name(), tried.back_test());
  TickAfter(minutes{1});
  const auto raised = clinic_.Escalations(lena_, runner);
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_EQ(raised[0].firings(0).rule_set_digest(), revision.digest());
  TickAfter(minutes{1});
  TickAfter(minutes{1});
  EXPECT_THAT(clinic_.Escalations(lena_, runner), SizeIs(1));
  EXPECT_EQ(Active().digest(), revision.digest());
}

TEST_F(RuleRevisions, EvaluateFromTheNextReportOn) {
  const auto revision = Propose(lena_, 5);
  Activate(revision.name(), BackTest(revision).back_test());
  const auto runner = ASwollenRunner();
  ASSERT_THAT(clinic_.Escalations(lena_, runner), SizeIs(1));
  // And the rules before from the moment on at which one went back to them.
  const std::string shipped = [&] {
    v1::ListRuleSetActivationsRequest list;
    list.set_parent(kRules);
    const auto all = clinic_.Must<v1::ListRuleSetActivationsResponse>(
        lena_, "RuleSetService/ListRuleSetActivations", list);
    return all.rule_set_activations(all.rule_set_activations_size() - 1).revision();
  }();
  EXPECT_TRUE(Activate(shipped, "").rollback());
  EXPECT_THAT(clinic_.Escalations(lena_, ASwollenRunner()), IsEmpty());
}

TEST_F(RuleRevisions, AMomentOfThePastIsEvaluatedByTheRulesOfThatMoment) {
  const auto runner = ASwollenRunner();
  const Instant then = clinic_.clock().Now();
  clinic_.clock().MoveTo(then + minutes{5});
  const auto before = Evaluate(runner, then);
  const auto revision = Propose(lena_, 5);
  Activate(revision.name(), BackTest(revision).back_test());
  TickAfter(minutes{1});
  EXPECT_EQ(Evaluate(runner, then).SerializeAsString(), before.SerializeAsString());
  const auto now = Evaluate(runner, clinic_.clock().Now());
  EXPECT_EQ(now.evaluation().rule_set_revision(), revision.name());
  EXPECT_NE(before.evaluation().rule_set_revision(), revision.name());
}

TEST_F(RuleRevisions, AreNotActivatedByTheirAuthorNorByATherapist) {
  const auto by_lead = Propose(clinic_.Lead(), 5);
  const auto test = BackTest(by_lead).back_test();
  const auto own = clinic_.Try(clinic_.Lead(), "RuleSetService/ActivateRuleSetRevision",
                               Activation(by_lead.name(), test));
  EXPECT_EQ(own.reason, "ANOTHER_PERSON_NEEDED");
  const auto therapist = clinic_.Try(lena_, "RuleSetService/ActivateRuleSetRevision",
                                     Activation(by_lead.name(), test));
  EXPECT_EQ(therapist.reason, "ROLE_REQUIRED");
}

TEST_F(RuleRevisions, NeedABackTestThatSawTheConfirmedAlarmsThatTheyWouldLose) {
  const auto runner = ASwollenRunner();
  clinic_.clock().MoveTo(clinic_.clock().Now() + days{3});
  const auto revision = Propose(lena_, 12);
  const auto before = BackTest(revision);
  EXPECT_EQ(before.lost_confirmed(), 0);

  clinic_.CheckIn(lena_, runner, SwollenKnee());
  const auto open = clinic_.Escalations(lena_, runner);
  ASSERT_THAT(open, SizeIs(1));
  v1::ResolveEscalationRequest resolve;
  resolve.set_name(open[0].name());
  resolve.set_etag(open[0].etag());
  resolve.set_outcome(v1::Escalation::OUTCOME_REFERRED);
  resolve.set_reason("Seen by the doctor");
  clinic_.Must<v1::Escalation>(lena_, "EscalationService/ResolveEscalation", resolve);

  const auto outdated = clinic_.Try(clinic_.Lead(), "RuleSetService/ActivateRuleSetRevision",
                                    Activation(revision.name(), before.back_test()));
  EXPECT_EQ(outdated.reason, "BACK_TEST_NEEDED");
  const auto after = BackTest(revision);
  EXPECT_EQ(after.lost_confirmed(), 1);
  const auto alone = clinic_.Try(clinic_.Lead(), "RuleSetService/ActivateRuleSetRevision",
                                 Activation(revision.name(), after.back_test()));
  EXPECT_EQ(alone.reason, "ANOTHER_PERSON_NEEDED");

  const auto& third = clinic_.server().Staff("third", options::v1::ROLE_LEAD_CLINICIAN);
  v1::ApproveRuleSetRevisionRequest approve;
  approve.set_name(revision.name());
  approve.set_back_test(after.back_test());
  approve.set_reason("The doctor agrees");
  clinic_.Must<v1::RuleSetRevision>(third, "RuleSetService/ApproveRuleSetRevision", approve);
  Activate(revision.name(), after.back_test());
  EXPECT_EQ(Active().revision(), revision.name());
}

TEST_F(RuleRevisions, WhatIsRecordedMeanwhileOfOthersDoesNotMakeABackTestOld) {
  const auto revision = Propose(lena_, 5);
  const auto tried = BackTest(revision);
  clinic_.CheckIn(lena_, clinic_.ARunner(lena_, "Berg"), QuietKnee());
  Activate(revision.name(), tried.back_test());
  EXPECT_EQ(Active().revision(), revision.name());
}

TEST_F(RuleRevisions, AreInTheAuditTrailWithWhoAndWhat) {
  const auto revision = Propose(lena_, 5);
  const auto tried = BackTest(revision).back_test();
  const auto activation = Activate(revision.name(), tried);
  const auto& auditor = clinic_.server().Staff("audrey", options::v1::ROLE_AUDITOR);
  const auto resources = [&](const std::string& action) {
    v1::ListAuditEntriesRequest request;
    request.set_filter("action = \"" + action + "\"");
    const auto page = clinic_.Must<v1::ListAuditEntriesResponse>(
        auditor, "AdminService/ListAuditEntries", request);
    std::vector<std::string> all;
    for (const auto& entry : page.audit_entries()) {
      all.insert(all.end(), entry.resources().begin(), entry.resources().end());
    }
    return all;
  };
  EXPECT_THAT(resources("rule_set_revision.create"), ::testing::Contains(revision.name()));
  EXPECT_THAT(resources("rule_set.back_test"), ::testing::Contains(tried));
  EXPECT_THAT(resources("rule_set_revision.activate"), ::testing::Contains(activation.name()));
}

}  // namespace
}  // namespace midstance::testing
