#include "services/running/checks.h"

#include "services/cases/live.h"
#include "services/rpc/etag.h"
#include "services/running/load_facts.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::running {

absl::Status ForbiddenFor(const v1::RunningPlan& plan, std::string_view because) {
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/RunningPlan", plan.name())
      .With("state", v1::RunningPlan::State_Name(plan.state()))
      .Because(because);
}

absl::Status NotOver(const v1::RunningPlan& plan) {
  const bool open = plan.state() == v1::RunningPlan::STATE_ACTIVE ||
                    plan.state() == v1::RunningPlan::STATE_STOPPED;
  return open ? absl::OkStatus() : ForbiddenFor(plan, "the running plan is over");
}

absl::StatusOr<v1::RunningPlan> OpenPlan(const storage::Reader& reader, const std::string& name,
                                         const std::string& etag) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto plan, reader.Get<v1::RunningPlan>(name));
  MIDSTANCE_RETURN_IF_ERROR(cases::PatientIsLive(reader, name));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(plan, etag));
  MIDSTANCE_RETURN_IF_ERROR(NotOver(plan));
  return plan;
}

absl::Status MayApply(const storage::Reader& reader, v1::RunningPlan::PainRule rule,
                      std::string_view resource_type, std::string_view name,
                      const std::vector<Flag>& flags, Instant now) {
  if (rule != v1::RunningPlan::PAIN_RULE_MONITORED) return absl::OkStatus();
  if (BoneSuspected(flags, now)) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On(resource_type, name)
        .Because("a bone is suspected to be injured: no pain may be monitored there");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto under, ResourceName::Parse(name));
  MIDSTANCE_ASSIGN_OR_RETURN(const bool assessed, IsAssessed(reader, under.case_name()));
  if (assessed) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On(resource_type, name)
      .Because("pain is monitored only after the first assessment of the case");
}

}  // namespace midstance::running
