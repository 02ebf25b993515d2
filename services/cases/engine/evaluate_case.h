#pragma once

#include <absl/status/statusor.h>

#include "services/cases/engine/engines.h"
#include "services/rpc/call.h"
#include "services/rpc/verbs.h"
#include "storage/store.h"

namespace midstance::v1 {
class EvaluateCaseRequest;
class EvaluateCaseResponse;
}  // namespace midstance::v1

namespace midstance::cases {

// What the rules say about the patient of the case, from all of her cases: those that are active,
// or of a moment of the past, that were.
struct EvaluateCase {
  const Engines& engines;

  absl::StatusOr<v1::EvaluateCaseResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::EvaluateCaseRequest& request) const;
};

// Serves EvaluateCase; the other methods of CaseService are registered by cases::Register.
void RegisterEvaluateCase(rpc::VerbTable& table, const Engines& engines);

}  // namespace midstance::cases
