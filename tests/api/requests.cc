#include "tests/api/requests.h"

#include <string>
#include <utility>

#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/consideration_service.pb.h"
#include "midstance/v1/report_service.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "midstance/v1/watch_service.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "tests/api/request_builders.h"

namespace midstance::testing {
namespace {

using google::protobuf::Message;

void AddTheRest(Builders& all) {
  Add<v1::WatchRequest>(all, [](Stage& stage, v1::WatchRequest& request) {
    request.set_parent(stage.NewPatient().name());
    request.set_initial_state(true);
  });
  Add<v1::ListReportsRequest>(all, Empty);
  Add<v1::RunReportRequest>(
      all, [](Stage& /*stage*/, v1::RunReportRequest& request) { request.set_report("caseload"); });
  Add<v1::GetRuleSetRequest>(all, [](Stage& /*stage*/, v1::GetRuleSetRequest& request) {
    request.set_name("ruleSets/running-hip-core");
  });
  Add<v1::ListRuleSetsRequest>(all, Empty);
  Add<v1::EvaluateRuleSetRequest>(all, [](Stage& stage, v1::EvaluateRuleSetRequest& request) {
    request.set_name("ruleSets/running-hip-core");
    const auto flagged = Stage::FlaggedCheckIn();
    auto& report = *request.add_reports();
    *report.mutable_occurred_time() = stage.In(std::chrono::hours{0});
    *report.mutable_site() = flagged.reports(0).site();
    *report.mutable_observations() = flagged.reports(0).observations();
  });
  Add<v1::BackTestRuleSetRequest>(all, [](Stage& /*stage*/, v1::BackTestRuleSetRequest& request) {
    request.set_name("ruleSets/running-hip-core");
    request.add_without_rules("hot-swollen-joint");
  });
  Add<v1::TuneRuleRequest>(all, [](Stage& /*stage*/, v1::TuneRuleRequest& request) {
    request.set_name("ruleSets/running-hip-core");
    request.set_rule("swelling-persistent");
  });
  Add<v1::CreateRuleSetRevisionRequest>(
      all, [](Stage& stage, v1::CreateRuleSetRevisionRequest& request) {
        request.set_parent("ruleSets/running-hip-core");
        request.add_files()->set_text("title: \"Title " + stage.Next() + "\"");
        request.set_reason("Another title");
      });
  Add<v1::GetRuleSetRevisionRequest>(all,
                                     Named<v1::GetRuleSetRevisionRequest, &Stage::NewRevision>);
  Add<v1::ListRuleSetRevisionsRequest>(
      all, [](Stage& /*stage*/, v1::ListRuleSetRevisionsRequest& request) {
        request.set_parent("ruleSets/running-hip-core");
      });
  Add<v1::ListRuleSetActivationsRequest>(
      all, [](Stage& /*stage*/, v1::ListRuleSetActivationsRequest& request) {
        request.set_parent("ruleSets/running-hip-core");
      });
  const auto decide = [](Stage& stage, auto& request) {
    const auto revision = stage.NewRevision();
    request.set_name(revision.name());
    request.set_back_test(stage.BackTestOf(revision));
    request.set_reason("Agreed");
  };
  Add<v1::ApproveRuleSetRevisionRequest>(all, decide);
  Add<v1::ActivateRuleSetRevisionRequest>(all, decide);
  Add<v1::SignInRequest>(all, [](Stage& stage, v1::SignInRequest& request) {
    stage.anna();
    request.set_user_name("anna");
    request.set_password(std::string(kPassword));
  });
  Add<v1::SignOutRequest>(all, Empty);
  Add<v1::GetSelfRequest>(all, Empty);
  Add<v1::CreateUserRequest>(all, [](Stage& stage, v1::CreateUserRequest& request) {
    *request.mutable_user() = stage.UserToWrite();
    request.set_password(std::string(kPassword));
  });
  Add<v1::ConfirmPasswordRequest>(all, [](Stage&, v1::ConfirmPasswordRequest& request) {
    request.set_password(std::string(kPassword));
  });
  Add<v1::GetUserRequest>(all, Named<v1::GetUserRequest, &Stage::NewUser>);
  Add<v1::ListUsersRequest>(all, Empty);
  Add<v1::UpdateUserRequest>(all, [](Stage& stage, v1::UpdateUserRequest& request) {
    Change(*request.mutable_user(), stage.NewUser(), "display_name",
           *request.mutable_update_mask());
    request.mutable_user()->set_display_name("canary of another name");
  });
  Add<v1::DisableUserRequest>(all, Tagged<v1::DisableUserRequest, &Stage::NewUser>);
  Add<v1::ListAuditEntriesRequest>(all, Empty);
  Add<v1::VerifyAuditTrailRequest>(all, Empty);
  Add<v1::GetServerInfoRequest>(all, Empty);
}

void AddConsiderations(Builders& all) {
  Add<v1::GetConsiderationRequest>(all, [](Stage&, v1::GetConsiderationRequest& request) {
    request.set_name("considerations/c-gtps");
  });
  Add<v1::ListConsiderationsRequest>(all, Empty);
  Add<v1::ConsiderCaseRequest>(all, Named<v1::ConsiderCaseRequest, &Stage::NewCase>);
}

Builders AllBuilders() {
  Builders all;
  AddCare(all);
  AddTreatment(all);
  AddConsiderations(all);
  AddTheRest(all);
  return all;
}

std::string CallerOf(Stage& stage, const MethodPolicy& policy, const Message& request) {
  if (policy.anyone()) return {};
  // A reply link reaches one referral.
  if (policy.Allows(options::v1::ROLE_REPLY_LINK)) {
    return stage.ReplyTokenOf(std::string(ReadResourcePath(policy, request)));
  }
  // Signing out ends the session, so it gets one of its own.
  if (&policy.request() == v1::SignOutRequest::descriptor()) {
    stage.anna();
    return stage.SignIn("anna");
  }
  if (policy.Allows(options::v1::ROLE_CLINICIAN)) return stage.anna();
  if (policy.Allows(options::v1::ROLE_LEAD_CLINICIAN)) return stage.lea();
  if (policy.Allows(options::v1::ROLE_ADMIN)) return stage.server().Root();
  return stage.server().Staff("odd", options::v1::ROLE_AUDITOR);
}

}  // namespace

Prepared Prepare(Stage& stage, const MethodPolicy& policy) {
  const Builders builders = AllBuilders();
  const auto builder = builders.find(&policy.request());
  if (builder == builders.end()) return {};
  Prepared prepared{builder->second(stage), {}};
  prepared.token = CallerOf(stage, policy, *prepared.request);
  FillSensitive(*prepared.request);
  if (policy.request_id != nullptr) {
    prepared.request->GetReflection()->SetString(prepared.request.get(), policy.request_id,
                                                 stage.server().RequestId());
  }
  return prepared;
}

}  // namespace midstance::testing
