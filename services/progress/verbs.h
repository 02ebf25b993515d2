#pragma once

#include <absl/status/statusor.h>

#include "services/measures/library.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::v1 {
class Adherence;
class GetAdherenceRequest;
class GetProgressRequest;
class Progress;
}  // namespace midstance::v1

// The methods of ProgressService; what each promises stands in the proto.
namespace midstance::progress {

absl::StatusOr<v1::Adherence> GetAdherence(const rpc::Call& call, const storage::Reader& reader,
                                           const v1::GetAdherenceRequest& request);

struct GetProgress {
  const measures::Library& library;

  absl::StatusOr<v1::Progress> operator()(const rpc::Call& call, const storage::Reader& reader,
                                          const v1::GetProgressRequest& request) const;
};

}  // namespace midstance::progress
