#include <algorithm>

#include "midstance/v1/patient_service.pb.h"
#include "services/cases/engine/ask_anew.h"
#include "services/cases/live.h"
#include "services/patients/checks.h"
#include "services/patients/history.h"
#include "services/patients/state.h"
#include "services/patients/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/field_mask.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

bool MayChangeCareTeam(const rpc::Call& call, const v1::Patient& patient) {
  const auto& team = patient.care_team();
  return call.acting.Has(options::v1::ROLE_LEAD_CLINICIAN) ||
         std::find(team.begin(), team.end(), call.principal.name) != team.end();
}

bool Names(const google::protobuf::FieldMask& mask, std::string_view path) {
  return std::find(mask.paths().begin(), mask.paths().end(), path) != mask.paths().end();
}

// The team reaches the records that were merged into this one as well, and so do their own teams.
absl::Status ShareCareTeam(const rpc::Call& call, storage::Writer& writer,
                           const v1::Patient& patient) {
  for (const auto& merge : patient.merges()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto before,
                               writer.Get<v1::Patient>(merge.source(), storage::Deleted::kShow));
    v1::Patient source = before;
    *source.mutable_care_team() = merge.source_care_team();
    for (const auto& user : Missing(merge.source_care_team(), patient.care_team())) {
      source.add_care_team(user);
    }
    MIDSTANCE_RETURN_IF_ERROR(Save(call, writer, before, source));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Patient> UpdatePatient::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::UpdatePatientRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before,
                             cases::LivePatient(writer, request.patient().name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(before, request.patient().etag(), "patient.etag"));
  MIDSTANCE_RETURN_IF_ERROR(NotMerged(before));
  if (Names(request.update_mask(), "care_team") && !MayChangeCareTeam(call, before)) {
    return Error(v1::ERROR_REASON_ROLE_REQUIRED)
        .Because("the care team is changed by lead clinicians and by its members");
  }
  v1::Patient patient = before;
  MIDSTANCE_RETURN_IF_ERROR(ApplyMask(request.update_mask(), request.patient(), patient));
  MIDSTANCE_RETURN_IF_ERROR(CheckPatient(writer, patient, before, call.now));
  MIDSTANCE_RETURN_IF_ERROR(Save(call, writer, before, patient));
  if (Names(request.update_mask(), "care_team")) {
    MIDSTANCE_RETURN_IF_ERROR(ShareCareTeam(call, writer, patient));
  }
  // Now, not with the next report: rules ask how old she was, and the answer is another for all
  // that she ever reported.
  if (patient.birth_date() != before.birth_date()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, engines.At(writer, call.now));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(patient.name()));
    MIDSTANCE_RETURN_IF_ERROR(
        cases::AskAnew(call, writer, *engine, name.patient(), {}, Instant::min()));
  }
  return patient;
}

}  // namespace midstance::patients
