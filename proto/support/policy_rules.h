#pragma once

#include <google/protobuf/descriptor.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/policy.h"

namespace midstance {

// The rules that PolicyTable holds the services to. Each function adds what is broken to
// `problems`, one sentence each that begins with the full name of the culprit.

// Of a method by itself: its options, its request and its response.
void CheckMethod(const google::protobuf::MethodDescriptor& method, const MethodPolicy& policy,
                 std::vector<std::string>& problems);
// Of the methods together.
void CheckTogether(std::span<const MethodPolicy> policies,
                   std::span<const std::string_view> open_methods,
                   std::vector<std::string>& problems);
// Of every resource that the methods' messages lead to.
void CheckResources(std::span<const google::protobuf::Descriptor* const> messages,
                    std::vector<std::string>& problems);

// The messages that `roots` lead to, themselves included, each once.
std::vector<const google::protobuf::Descriptor*> Reachable(
    std::span<const google::protobuf::Descriptor* const> roots);

}  // namespace midstance
