#include "storage/tables/enrollments.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::Enrollment;

template <>
const TableSpec& TableOf<Enrollment>() {
  static const TableSpec kSpec = {
      .table = "enrollments",
      .resource_type = "midstance.v1/Enrollment",
      .message = &Enrollment::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<Enrollment, &Enrollment::state>,
               .field = "state",
               .enumeration = &Enrollment::State_descriptor},
              {.name = "start_date",
               .type = ColumnType::kText,
               .extract = &Text<Enrollment, &Enrollment::start_date>,
               .field = "start_date"},
              {.name = "program",
               .type = ColumnType::kText,
               .extract = &Text<Enrollment, &Enrollment::program>,
               .field = "program"},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
