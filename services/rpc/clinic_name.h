#pragma once

#include <string>

#include "storage/store.h"

namespace midstance::rpc {

// The display name of the reader's clinic; its id where it has none.
std::string ClinicName(const storage::Reader& reader);

}  // namespace midstance::rpc
