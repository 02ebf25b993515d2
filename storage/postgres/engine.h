#pragma once

#include <memory>
#include <string>

#include "storage/sql/engine.h"

namespace midstance::storage::postgres {

// A store in the database that `uri` names. FAILED_PRECONDITION on OpenWriter when the database
// does not sort text byte by byte (collation C), which pages and prefixes rely on.
std::unique_ptr<sql::Engine> MakeEngine(std::string uri, sql::ErrorSink sink);

}  // namespace midstance::storage::postgres
