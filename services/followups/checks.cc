#include "services/followups/checks.h"

#include "midstance/v1/escalation.pb.h"
#include "services/cases/live.h"
#include "services/followups/series.h"
#include "services/rpc/etag.h"
#include "services/rpc/staff.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::followups {
namespace {

absl::Status CheckEscalation(const storage::Reader& reader, const v1::FollowUp& follow_up,
                             google::rpc::BadRequest& violations) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto own, ResourceName::Parse(follow_up.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto escalation,
      ResourceName::Parse(follow_up.escalation(), Kind::kEscalation, "follow_up.escalation"));
  absl::Status found;
  if (escalation.case_name() == own.case_name()) {
    found = reader.Get<v1::Escalation>(escalation.str()).status();
    if (found.ok()) return found;
  }
  if (!found.ok() && ReasonOf(found) != v1::ERROR_REASON_RESOURCE_NOT_FOUND) return found;
  AddViolation(violations, "follow_up.escalation", "must be an escalation of the same case");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::FollowUp> Pending(const storage::Reader& reader, const std::string& name,
                                     const std::string& etag, const std::string& etag_path) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto follow_up, reader.Get<v1::FollowUp>(name));
  MIDSTANCE_RETURN_IF_ERROR(cases::PatientIsLive(reader, name));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(follow_up, etag, etag_path));
  if (follow_up.state() == v1::FollowUp::STATE_SCHEDULED) return follow_up;
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/FollowUp", name)
      .With("state", v1::FollowUp::State_Name(follow_up.state()))
      .Because("the follow-up is completed, cancelled or missed");
}

absl::Status CheckFollowUp(const storage::Reader& reader, const schedule::ClinicCalendar& calendar,
                           const v1::FollowUp& follow_up, const v1::FollowUp& before,
                           google::rpc::BadRequest violations) {
  if (follow_up.assignee() != before.assignee()) {
    MIDSTANCE_RETURN_IF_ERROR(
        rpc::CheckStaff(reader, follow_up.assignee(), "follow_up.assignee", violations));
  }
  if (!follow_up.escalation().empty() && follow_up.escalation() != before.escalation()) {
    MIDSTANCE_RETURN_IF_ERROR(CheckEscalation(reader, follow_up, violations));
  }
  CheckRecurrence(calendar, "follow_up.", follow_up, violations);
  return FieldsInvalid(violations);
}

}  // namespace midstance::followups
