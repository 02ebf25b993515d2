#include <utility>

#include "midstance/v1/patient_service.pb.h"
#include "services/cases/engine/ask_anew.h"
#include "services/cases/live.h"
#include "services/patients/history.h"
#include "services/patients/state.h"
#include "services/patients/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

bool HasConsentOf(const v1::Patient& patient, v1::Consent::Kind kind) {
  for (const auto& consent : patient.consents()) {
    if (consent.kind() == kind) return true;
  }
  return false;
}

// What the target gains, told by the entry of its list of merges that is added.
void TakeOver(const v1::Patient& source, v1::PatientMerge merge, v1::Patient& target) {
  for (const auto& identifier : source.identifiers()) {
    *merge.add_identifiers() = identifier;
    *target.add_identifiers() = identifier;
  }
  for (const auto& consent : source.consents()) {
    if (HasConsentOf(target, consent.kind())) continue;
    *merge.add_consents() = consent;
    *target.add_consents() = consent;
  }
  *merge.mutable_source_care_team() = source.care_team();
  for (const auto& user : Missing(target.care_team(), source.care_team())) {
    merge.add_care_team(user);
    target.add_care_team(user);
  }
  *target.add_merges() = std::move(merge);
}

}  // namespace

absl::StatusOr<v1::MergePatientsResponse> MergePatients::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::MergePatientsRequest& request) const {
  if (request.name() == request.source()) {
    return FieldInvalid("source", "must be another record than the one that stays");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto target_before, cases::LivePatient(writer, request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(target_before, request.etag()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto source_before,
                             cases::LivePatient(writer, request.source()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(source_before, request.source_etag(), "source_etag"));
  MIDSTANCE_RETURN_IF_ERROR(NotMerged(target_before));
  MIDSTANCE_RETURN_IF_ERROR(NotArchived(target_before));
  MIDSTANCE_RETURN_IF_ERROR(NotMerged(source_before));
  MIDSTANCE_RETURN_IF_ERROR(NothingMergedIn(source_before));
  v1::Patient target = target_before;
  v1::Patient source = source_before;
  v1::PatientMerge merge;
  merge.set_source(source.name());
  *merge.mutable_merge_time() = TimestampOf(call.now);
  merge.set_merged_by(call.principal.name);
  merge.set_reason(request.reason());
  TakeOver(source_before, std::move(merge), target);
  source.set_merged_into(target.name());
  for (const auto& user : Missing(source.care_team(), target_before.care_team())) {
    source.add_care_team(user);
  }
  // The source first: its identifiers must be free before the target takes them.
  MIDSTANCE_RETURN_IF_ERROR(Save(call, writer, source_before, source, request.reason()));
  MIDSTANCE_RETURN_IF_ERROR(Save(call, writer, target_before, target, request.reason()));
  // Now, not with the next report, which may never come: the halves of a finding may lie in two
  // records. What the source tells is seen in a new light, however long ago it was observed.
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, engines.At(writer, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto stays, ResourceName::Parse(target.name()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::AskAnew(call, writer, *engine, stays.patient(), source.name(), Instant::min()));
  v1::MergePatientsResponse response;
  *response.mutable_target() = std::move(target);
  *response.mutable_source() = std::move(source);
  return response;
}

}  // namespace midstance::patients
