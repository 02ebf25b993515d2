#include "storage/tables/users.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::User;

template <>
const TableSpec& TableOf<User>() {
  static const TableSpec kSpec = {
      .table = "users",
      .resource_type = "midstance.v1/User",
      .message = &User::descriptor,
      .of_patient = false,
      .watched = false,
      .columns =
          {
              {.name = "user_name",
               .type = ColumnType::kText,
               .extract = &Folded<User, &User::user_name>,
               .field = "user_name",
               .folded = true},
              {.name = "disabled",
               .type = ColumnType::kInteger,
               .extract = &Number<User, &User::disabled>,
               .field = "disabled",
               .boolean = true},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
