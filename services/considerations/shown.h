#pragma once

#include "midstance/v1/consideration.pb.h"
#include "services/considerations/library.h"

namespace midstance::considerations {

// A row of the library as the API shows it.
v1::Consideration Shown(const Library& library, const rules::v1::Consideration& row);

}  // namespace midstance::considerations
