#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "support/policy.h"
#include "tests/api/stage.h"

namespace midstance::testing {

// A request that the server accepts, and a caller who may make it.
struct Prepared {
  std::unique_ptr<google::protobuf::Message> request;
  std::string token;  // "" when anyone may call
};

// A valid request of the method, about resources made for it, with a fresh request id and a canary
// in every free text that is sensitive. `request` is null when nobody wrote a builder.
Prepared Prepare(Stage& stage, const MethodPolicy& policy);

}  // namespace midstance::testing
