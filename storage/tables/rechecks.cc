#include "storage/tables/rechecks.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<v1::Recheck>() {
  static const TableSpec kSpec = {
      .table = "rechecks",
      .resource_type = "midstance.storage.v1/Recheck",
      .message = &v1::Recheck::descriptor,
      .of_patient = true,
      .watched = false,
      .columns =
          {
              {.name = "due_time",
               .type = ColumnType::kInteger,
               .extract = &Time<v1::Recheck, &v1::Recheck::has_due_time, &v1::Recheck::due_time>},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
