#pragma once

#include <absl/status/status.h>
#include <google/protobuf/descriptor.h>

#include <string_view>

namespace midstance::rpc {

// No request nests its messages deeper.
inline constexpr int kDeepestNesting = 16;

// Why a body that does not parse is no message of this type: BODY_MALFORMED that says whether it
// ends too early, holds a text that is not UTF-8, or nests too deep, and at which field
// ("check_in.reports[1].site"). Reads the wire format by itself, since protobuf only says no.
absl::Status Malformed(const google::protobuf::Descriptor& type, std::string_view body);

}  // namespace midstance::rpc
