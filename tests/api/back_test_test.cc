#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "midstance/v1/rule_set_service.grpc.pb.h"
#include "support/time.h"
#include "tests/api/builders.h"

// Changed rules on a clinic's history, through the door.
namespace midstance::testing {
namespace {

using std::chrono::days;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::BackTestDifference;

v1::BackTestRuleSetRequest Changed(const std::string& text) {
  v1::BackTestRuleSetRequest request;
  request.set_name("ruleSets/running-hip-core");
  request.add_files()->set_text(text);
  return request;
}

// All that one back-test told.
struct Told {
  grpc::Status status;
  std::vector<BackTestDifference> differences;
  std::vector<v1::BackTestProgress> progress;
  v1::BackTestSummary summary;
  int summaries = 0;

  std::vector<std::string> Problems() const {
    google::rpc::Status rich;
    rich.ParseFromString(status.error_details());
    std::vector<std::string> problems;
    google::rpc::BadRequest fields;
    google::rpc::ErrorInfo info;
    for (const auto& detail : rich.details()) {
      if (detail.UnpackTo(&info)) problems.push_back(info.reason());
      if (!detail.UnpackTo(&fields)) continue;
      for (const auto& violation : fields.field_violations()) problems.push_back(violation.field());
    }
    return problems;
  }
};

class BackTests : public ::testing::Test {
 protected:
  void Prepare(grpc::ClientContext& context, const std::string& token) {
    context.AddMetadata("authorization", "Bearer " + token);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes{4});
  }
  Told Run(const std::string& token, const v1::BackTestRuleSetRequest& request) {
    grpc::ClientContext context;
    Prepare(context, token);
    const auto reader = stub_->BackTestRuleSet(&context, request);
    Told told;
    v1::BackTestRuleSetResponse message;
    while (reader->Read(&message)) {
      if (message.has_progress()) told.progress.push_back(message.progress());
      if (message.has_difference()) told.differences.push_back(message.difference());
      if (!message.has_summary()) continue;
      told.summary = message.summary();
      ++told.summaries;
    }
    told.status = reader->Finish();
    return told;
  }
  // A knee that stays swollen for ten days, checked on the first, the eighth and the eleventh.
  std::string ASwollenRunner(std::string_view family_name) {
    auto name = clinic_.ARunner(lena_, family_name);
    const Instant now = clinic_.clock().Now();
    for (const int day : {0, 7, 10}) {
      clinic_.clock().MoveTo(now + days{day});
      clinic_.CheckIn(lena_, name, SwollenKnee());
    }
    return name;
  }
  v1::Escalation Resolve(const v1::Escalation& escalation, v1::Escalation::Outcome outcome) {
    v1::ResolveEscalationRequest request;
    request.set_name(escalation.name());
    request.set_etag(escalation.etag());
    request.set_outcome(outcome);
    request.set_reason("looked at");
    if (outcome == v1::Escalation::OUTCOME_WRONG_ALARM) {
      request.set_override_reason(v1::Escalation::OVERRIDE_REASON_EXPLAINED);
    }
    return clinic_.Must<v1::Escalation>(lena_, "EscalationService/ResolveEscalation", request);
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::unique_ptr<v1::RuleSetService::Stub> stub_ =
      v1::RuleSetService::NewStub(clinic_.server().channel());
};

TEST_F(BackTests, TellWhichAlarmComesLaterOfWhomAndWhy) {
  const auto runner = ASwollenRunner("Hoffmann");
  clinic_.CheckIn(lena_, clinic_.ARunner(lena_, "Berg"), QuietKnee());
  const auto open = clinic_.Escalations(lena_, runner);
  ASSERT_THAT(open, SizeIs(1));

  const auto told = Run(clinic_.Lead(), Changed(SwellingAfter(10)));
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  ASSERT_THAT(told.differences, SizeIs(1));
  const auto& later = told.differences.front();
  EXPECT_THAT(later.changes(), ElementsAre(BackTestDifference::CHANGE_LATER));
  EXPECT_THAT(later.patient_name(), HasSubstr("Hoffmann"));
  EXPECT_EQ(later.case_(), runner);
  EXPECT_EQ(later.family(), "swelling");
  EXPECT_EQ(later.site().area(), v1::AREA_KNEE);
  EXPECT_EQ(later.days_later(), 3);
  EXPECT_EQ(InstantOf(later.before().raise_time()), InstantOf(open[0].raised_time()));
  EXPECT_EQ(later.before().urgency(), rules::v1::SOON);
  EXPECT_THAT(later.before().evidence(), ::testing::Not(IsEmpty()));
  EXPECT_EQ(later.escalation(), open[0].name());
  EXPECT_FALSE(later.confirmed());

  EXPECT_EQ(told.summaries, 1);
  EXPECT_EQ(told.summary.later(), 1);
  EXPECT_EQ(told.summary.patients(), 2);
  EXPECT_EQ(told.summary.reports(), 4);
  EXPECT_EQ(told.summary.alarms_before(), 1);
  EXPECT_EQ(told.summary.alarms_after(), 1);
  EXPECT_DOUBLE_EQ(told.summary.patient_weeks(), 12.0 / 7);
  ASSERT_FALSE(told.progress.empty());
  EXPECT_EQ(told.progress.back().patients_done(), 2);
  EXPECT_EQ(told.progress.back().patients_total(), 2);
}

TEST_F(BackTests, LookAtAPersonWithTwoRecordsOnce) {
  const auto runner = ASwollenRunner("Hoffmann");
  const auto again = clinic_.ARunner(lena_, "Hofmann");
  const auto record = [&](const std::string& of_case) {
    v1::GetPatientRequest request;
    request.set_name(of_case.substr(0, of_case.find("/cases/")));
    return clinic_.Must<v1::Patient>(lena_, "PatientService/GetPatient", request);
  };
  v1::MergePatientsRequest merge;
  merge.set_name(record(again).name());
  merge.set_etag(record(again).etag());
  merge.set_source(record(runner).name());
  merge.set_source_etag(record(runner).etag());
  merge.set_reason("registered twice");
  clinic_.Must<v1::MergePatientsResponse>(clinic_.Lead(), "PatientService/MergePatients", merge);

  const auto told = Run(clinic_.Lead(), Changed(SwellingAfter(10)));
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  ASSERT_THAT(told.differences, SizeIs(1));
  EXPECT_EQ(told.differences.front().case_(), runner);
  EXPECT_EQ(told.differences.front().escalation(), clinic_.Escalations(lena_, runner).at(0).name());
  EXPECT_EQ(told.summary.alarms_before(), 1);
  EXPECT_EQ(told.summary.reports(), 3);
}

TEST_F(BackTests, TellWhichLostAlarmWasATrueOne) {
  const auto sick = ASwollenRunner("Hoffmann");
  const auto well = ASwollenRunner("Berg");
  Resolve(clinic_.Escalations(lena_, sick).front(), v1::Escalation::OUTCOME_REFERRED);
  Resolve(clinic_.Escalations(lena_, well).front(), v1::Escalation::OUTCOME_WRONG_ALARM);

  auto told = Run(clinic_.Lead(), Changed(SwellingAfter(12)));
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  ASSERT_THAT(told.differences, SizeIs(2));
  for (const auto& lost : told.differences) {
    EXPECT_THAT(lost.changes(), ElementsAre(BackTestDifference::CHANGE_LOST));
    EXPECT_EQ(lost.confirmed(), lost.case_() == sick);
    EXPECT_FALSE(lost.has_after());
  }
  EXPECT_EQ(told.summary.lost(), 2);
  EXPECT_EQ(told.summary.lost_confirmed(), 1);
  EXPECT_GT(told.summary.weekly_per_100_before(), 0);
  EXPECT_EQ(told.summary.weekly_per_100_after(), 0);
}

// The therapist is to look at it, and nobody is sent to a doctor any more.
std::string SwellingToBeWatched() {
  std::string text = SwellingAfter(7);
  const auto replace = [&text](std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
  };
  replace("urgency: SOON", "urgency: WATCH");
  replace("OPEN_ESCALATION", "ASK_AGAIN");
  return text;
}

TEST_F(BackTests, CountAnAlarmThatSendsNobodyToADoctorAnyMoreAsLost) {
  const auto sick = ASwollenRunner("Hoffmann");
  ASwollenRunner("Berg");
  Resolve(clinic_.Escalations(lena_, sick).front(), v1::Escalation::OUTCOME_REFERRED);

  const auto told = Run(clinic_.Lead(), Changed(SwellingToBeWatched()));
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  ASSERT_THAT(told.differences, SizeIs(2));
  for (const auto& lost : told.differences) {
    EXPECT_THAT(lost.changes(), ElementsAre(BackTestDifference::CHANGE_LOST));
    EXPECT_EQ(lost.after().urgency(), rules::v1::WATCH);
  }
  EXPECT_EQ(told.summary.lost(), 2);
  EXPECT_EQ(told.summary.less_urgent(), 0);
  EXPECT_EQ(told.summary.lost_confirmed(), 1);
  EXPECT_EQ(told.summary.late_confirmed(), 0);
}

TEST_F(BackTests, TellHowManyConfirmedAlarmsComeLater) {
  const auto sick = ASwollenRunner("Hoffmann");
  ASwollenRunner("Berg");
  Resolve(clinic_.Escalations(lena_, sick).front(), v1::Escalation::OUTCOME_REFERRED);
  const auto told = Run(clinic_.Lead(), Changed(SwellingAfter(10)));
  EXPECT_EQ(told.summary.later(), 2);
  EXPECT_EQ(told.summary.lost_confirmed(), 0);
  EXPECT_EQ(told.summary.late_confirmed(), 1);
}

TEST_F(BackTests, NameTheChangedRulesThatCannotBeTriedOnThePast) {
  ASwollenRunner("Hoffmann");
  v1::BackTestRuleSetRequest request;
  request.set_name("ruleSets/running-hip-core");
  for (const char* rule : {"safety-net-unacknowledged", "overdue-checkin", "hot-swollen-joint"}) {
    request.add_without_rules(rule);
  }
  const auto told = Run(clinic_.Lead(), request);
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  EXPECT_EQ(told.summary.lost(), 0);
  EXPECT_THAT(told.summary.untried_rules(),
              ElementsAre("overdue-checkin", "safety-net-unacknowledged"));
  EXPECT_THAT(Run(clinic_.Lead(), Changed(SwellingAfter(7))).summary.untried_rules(), IsEmpty());
}

TEST_F(BackTests, TakeTheDoctorsAnswerForAConfirmation) {
  const auto runner = ASwollenRunner("Hoffmann");
  v1::CreateReferralRequest create;
  create.set_parent(runner);
  create.mutable_referral()->set_escalation(clinic_.Escalations(lena_, runner).front().name());
  create.mutable_referral()->mutable_addressee()->set_name("Dr Okafor");
  auto referral = clinic_.Must<v1::Referral>(lena_, "ReferralService/CreateReferral", create);
  EXPECT_EQ(Run(clinic_.Lead(), Changed(SwellingAfter(12))).summary.lost_confirmed(), 0);

  v1::SendReferralRequest send;
  send.set_name(referral.name());
  send.set_etag(referral.etag());
  send.set_channel("fax");
  referral = clinic_.Must<v1::Referral>(lena_, "ReferralService/SendReferral", send);
  for (const auto state : {v1::Referral::STATE_SEEN, v1::Referral::STATE_REPORT_RECEIVED,
                           v1::Referral::STATE_ACTED_ON}) {
    v1::RecordReferralStepRequest step;
    step.set_name(referral.name());
    step.set_etag(referral.etag());
    step.set_state(state);
    referral = clinic_.Must<v1::Referral>(lena_, "ReferralService/RecordReferralStep", step);
  }
  v1::CloseReferralRequest close;
  close.set_name(referral.name());
  close.set_etag(referral.etag());
  close.set_reason("treated");
  close.set_finding("rheumatoid arthritis");
  clinic_.Must<v1::Referral>(lena_, "ReferralService/CloseReferral", close);
  EXPECT_EQ(Run(clinic_.Lead(), Changed(SwellingAfter(12))).summary.lost_confirmed(), 1);
}

TEST_F(BackTests, FindNothingWhereTheChangeChangesNothing) {
  ASwollenRunner("Hoffmann");
  const auto told = Run(clinic_.Lead(), Changed("title: \"Another title\""));
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  EXPECT_THAT(told.differences, IsEmpty());
  EXPECT_EQ(told.summary.alarms_before(), 1);
  EXPECT_NE(told.summary.active_digest(), told.summary.candidate_digest());
}

TEST_F(BackTests, LookAtEveryPatientOfALargerClinic) {
  constexpr int kRunners = 21;
  for (int i = 0; i < kRunners; ++i) {
    clinic_.CheckIn(lena_, clinic_.ARunner(lena_, "Runner " + std::to_string(i)), HotKnee());
  }
  v1::BackTestRuleSetRequest request;
  request.set_name("ruleSets/running-hip-core");
  request.add_without_rules("hot-swollen-joint");
  const auto told = Run(clinic_.Lead(), request);
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  EXPECT_THAT(told.differences, SizeIs(kRunners));
  EXPECT_EQ(told.summary.less_urgent(), kRunners);
  EXPECT_EQ(told.summary.patients(), kRunners);
  EXPECT_GT(told.progress.size(), 1U);
  const auto names = [&] {
    std::vector<std::string> all;
    for (const auto& difference : told.differences) all.push_back(difference.patient());
    return all;
  }();
  EXPECT_TRUE(std::ranges::is_sorted(names));
}

TEST_F(BackTests, TellAnAdministratorTheNumbersAndNoPatient) {
  ASwollenRunner("Hoffmann");
  const auto told = Run(clinic_.server().Root(), Changed(SwellingAfter(12)));
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  EXPECT_THAT(told.differences, IsEmpty());
  EXPECT_EQ(told.summary.lost(), 1);
}

TEST_F(BackTests, AreNotForATherapist) {
  const auto told = Run(lena_, Changed(SwellingAfter(12)));
  EXPECT_EQ(told.status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_THAT(told.Problems(), Contains("ROLE_REQUIRED"));
}

TEST_F(BackTests, LeaveAnEntryInTheAuditTrail) {
  ASSERT_TRUE(Run(clinic_.Lead(), Changed(SwellingAfter(12))).status.ok());
  clinic_.server().application().Tick(false);
  v1::ListAuditEntriesRequest request;
  request.set_filter("action = \"rule_set.back_test\"");
  const auto& auditor = clinic_.server().Staff("audrey", options::v1::ROLE_AUDITOR);
  const auto page =
      clinic_.Must<v1::ListAuditEntriesResponse>(auditor, "AdminService/ListAuditEntries", request);
  EXPECT_THAT(page.audit_entries(), SizeIs(1));
}

TEST_F(BackTests, SayWhatIsWrongWithTheFilesByPath) {
  EXPECT_THAT(Run(clinic_.Lead(), Changed("rules { idd: 1 }")).Problems(),
              AllOf(Contains("RULE_SET_INVALID"), Contains("files[0]")));
  EXPECT_THAT(
      Run(clinic_.Lead(), Changed(SwellingAfter(-1))).Problems(),
      AllOf(Contains("RULE_SET_INVALID"), Contains("files[0].rules[0].when.run.span.days")));
  v1::BackTestRuleSetRequest nothing;
  nothing.set_name("ruleSets/running-hip-core");
  EXPECT_THAT(Run(clinic_.Lead(), nothing).Problems(),
              AllOf(Contains("FIELD_INVALID"), Contains("files")));
  v1::BackTestRuleSetRequest other;
  other.set_name("ruleSets/other");
  other.add_without_rules("hot-swollen-joint");
  EXPECT_EQ(Run(clinic_.Lead(), other).status.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(BackTests, EndWhenTheCallerLeaves) {
  constexpr int kRunners = 30;
  for (int i = 0; i < kRunners; ++i) clinic_.ARunner(lena_, "Runner " + std::to_string(i));
  grpc::ClientContext context;
  Prepare(context, clinic_.Lead());
  const auto reader = stub_->BackTestRuleSet(&context, Changed(SwellingAfter(12)));
  v1::BackTestRuleSetResponse message;
  ASSERT_TRUE(reader->Read(&message));
  context.TryCancel();
  while (reader->Read(&message)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // The server is as it was.
  EXPECT_TRUE(Run(clinic_.Lead(), Changed(SwellingAfter(12))).status.ok());
}

}  // namespace
}  // namespace midstance::testing
