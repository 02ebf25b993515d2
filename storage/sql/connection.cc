#include "storage/sql/connection.h"

namespace midstance::storage::sql {

void Statement::Bind(int parameter, const Value& value) {
  switch (value.index()) {
    case 1:
      return BindInteger(parameter, std::get<std::int64_t>(value));
    case 2:
      return BindReal(parameter, std::get<double>(value));
    case 3:
      return BindText(parameter, std::get<std::string>(value));
    case 4:
      return BindBlob(parameter, std::get<Blob>(value).bytes);
    default:
      return BindNull(parameter);
  }
}

}  // namespace midstance::storage::sql
