#include "storage/tables/patient_revisions.h"

namespace midstance::storage {

using midstance::v1::PatientRevision;

template <>
const TableSpec& TableOf<PatientRevision>() {
  static const TableSpec kSpec = {
      .table = "patient_revisions",
      .resource_type = "midstance.v1/PatientRevision",
      .message = &PatientRevision::descriptor,
      .of_patient = true,
      .watched = false,
  };
  return kSpec;
}

}  // namespace midstance::storage
