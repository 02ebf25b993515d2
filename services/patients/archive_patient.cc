#include <string_view>

#include "midstance/v1/patient_service.pb.h"
#include "services/cases/live.h"
#include "services/patients/history.h"
#include "services/patients/state.h"
#include "services/patients/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

constexpr std::string_view kPatientsPrefix = "patients/";

}  // namespace

absl::StatusOr<v1::Patient> ArchivePatient(const rpc::Call& call, storage::Writer& writer,
                                           const v1::ArchivePatientRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before, cases::LivePatient(writer, request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(before, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(NotMerged(before));
  MIDSTANCE_RETURN_IF_ERROR(NotArchived(before));
  MIDSTANCE_RETURN_IF_ERROR(NothingUnderWay(writer, before));
  // A case of a record merged into hers may be reopened meanwhile.
  for (const auto& merge : before.merges()) {
    MIDSTANCE_RETURN_IF_ERROR(writer.Guard(merge.source().substr(kPatientsPrefix.size())));
  }
  v1::Patient patient = before;
  *patient.mutable_archive_time() = TimestampOf(call.now);
  MIDSTANCE_RETURN_IF_ERROR(Save(call, writer, before, patient));
  return patient;
}

}  // namespace midstance::patients
