#include "storage/tables/programs.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::Program;

template <>
const TableSpec& TableOf<Program>() {
  static const TableSpec kSpec = {
      .table = "programs",
      .resource_type = "midstance.v1/Program",
      .message = &Program::descriptor,
      .of_patient = false,
      .watched = false,
      .columns =
          {
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<Program, &Program::state>,
               .field = "state",
               .enumeration = &Program::State_descriptor},
              {.name = "title",
               .type = ColumnType::kText,
               .extract = &Folded<Program, &Program::title>,
               .field = "title",
               .folded = true},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
