#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <string>

namespace midstance::gateway {

// A call to the Midstance server, bytes each way: see Upstream::Call.
using ServerCall = std::function<void(const std::string& path, const std::string& request,
                                      const std::string& token, std::chrono::milliseconds deadline,
                                      std::function<void(absl::StatusOr<std::string>)> done)>;

struct Server {
  ServerCall call;
  std::function<void(std::function<void(bool)> done)> ready;
};

}  // namespace midstance::gateway
