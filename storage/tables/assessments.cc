#include "storage/tables/assessments.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::Assessment;

template <>
const TableSpec& TableOf<Assessment>() {
  static const TableSpec kSpec = {
      .table = "assessments",
      .resource_type = "midstance.v1/Assessment",
      .message = &Assessment::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "occurred_time",
               .type = ColumnType::kInteger,
               .extract =
                   &Time<Assessment, &Assessment::has_occurred_time, &Assessment::occurred_time>,
               .field = "occurred_time",
               .time = true},
              {.name = "kind",
               .type = ColumnType::kInteger,
               .extract = &Number<Assessment, &Assessment::kind>,
               .field = "kind",
               .enumeration = &Assessment::Kind_descriptor},
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<Assessment, &Assessment::state>,
               .field = "state",
               .enumeration = &midstance::v1::RecordState_descriptor},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
