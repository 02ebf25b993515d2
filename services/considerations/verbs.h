#pragma once

#include <absl/status/statusor.h>

#include "services/considerations/consider_patient.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class ConsiderCaseRequest;
class ConsiderCaseResponse;
class GetConsiderationRequest;
class ListConsiderationsRequest;
class ListConsiderationsResponse;
}  // namespace midstance::v1

// The methods of ConsiderationService; what each promises stands in the proto.
namespace midstance::considerations {

struct GetConsideration {
  const Library& library;

  absl::StatusOr<v1::Consideration> operator()(const rpc::Call& call, const storage::Reader& reader,
                                               const v1::GetConsiderationRequest& request) const;
};

struct ListConsiderations {
  const Library& library;
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListConsiderationsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListConsiderationsRequest& request) const;
};

struct ConsiderCase {
  const Considerer& considerer;

  absl::StatusOr<v1::ConsiderCaseResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::ConsiderCaseRequest& request) const;
};

}  // namespace midstance::considerations
