#include "storage/tables/running_plans.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::RunningPlan;

template <>
const TableSpec& TableOf<RunningPlan>() {
  static const TableSpec kSpec = {
      .table = "running_plans",
      .resource_type = "midstance.v1/RunningPlan",
      .message = &RunningPlan::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<RunningPlan, &RunningPlan::state>,
               .field = "state",
               .enumeration = &RunningPlan::State_descriptor},
              {.name = "stage",
               .type = ColumnType::kInteger,
               .extract = &Number<RunningPlan, &RunningPlan::stage>,
               .field = "stage"},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
