#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "midstance/v1/program.pb.h"
#include "services/exercises/catalogue.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::programs {

// The program that a write goes on from: it exists, `etag` is its own, and it stands in `state`
// (STATE_FORBIDS names where it stands).
absl::StatusOr<v1::Program> ProgramIn(const storage::Reader& reader, const std::string& name,
                                      const std::string& etag, const std::string& etag_path,
                                      v1::Program::State state);

// STATE_FORBIDS with the state of the program.
absl::Status ProgramForbids(const v1::Program& program, const char* because);

// What no single field's options can say; FIELD_INVALID lists everything wrong. Fills what the
// server adds to its exercises.
absl::Status CompleteProgram(const rpc::Call& call, const exercises::Catalogue& catalogue,
                             v1::Program& program);

}  // namespace midstance::programs
