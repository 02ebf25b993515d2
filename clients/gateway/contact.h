#pragma once

#include <string>

namespace midstance::gateway {

// Whom a patient may call; what is empty is not shown.
struct Contact {
  std::string clinic_phone = {};
  std::string emergency_number = {};
};

}  // namespace midstance::gateway
