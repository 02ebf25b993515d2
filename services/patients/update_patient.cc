#include <algorithm>

#include "midstance/v1/patient_service.pb.h"
#include "services/cases/live.h"
#include "services/patients/checks.h"
#include "services/patients/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/field_mask.h"
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

}  // namespace

absl::StatusOr<v1::Patient> UpdatePatient(const rpc::Call& call, storage::Writer& writer,
                                          const v1::UpdatePatientRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before,
                             cases::LivePatient(writer, request.patient().name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(before, request.patient().etag(), "patient.etag"));
  if (Names(request.update_mask(), "care_team") && !MayChangeCareTeam(call, before)) {
    return Error(v1::ERROR_REASON_ROLE_REQUIRED)
        .Because("the care team is changed by lead clinicians and by its members");
  }
  v1::Patient patient = before;
  MIDSTANCE_RETURN_IF_ERROR(ApplyMask(request.update_mask(), request.patient(), patient));
  MIDSTANCE_RETURN_IF_ERROR(CheckPatient(writer, patient, before, call.now));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(patient, call.now));
  return patient;
}

}  // namespace midstance::patients
