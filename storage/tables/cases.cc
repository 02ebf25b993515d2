#include "storage/tables/cases.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::Case;

template <>
const TableSpec& TableOf<Case>() {
  static const TableSpec kSpec = {
      .table = "cases",
      .resource_type = "midstance.v1/Case",
      .message = &Case::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<Case, &Case::state>,
               .field = "state",
               .enumeration = &Case::State_descriptor},
              {.name = "clinician",
               .type = ColumnType::kText,
               .extract = &Text<Case, &Case::clinician>,
               .field = "clinician"},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
