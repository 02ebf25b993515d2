#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

#include "clients/gateway/connect.h"

namespace midstance::gateway {

// A method of the API that the gateway passes on.
struct ProxiedMethod {
  std::string_view path;  // "/midstance.v1.CheckInService/RecordCheckIn"
  const google::protobuf::Message* request;
  const google::protobuf::Message* response;
};

// What a phone needs, and nothing else: a method that is not here does not exist for callers of the
// gateway, whatever their token may do at the server.
const std::vector<ProxiedMethod>& AllowedMethods();
// Null when there is none.
const ProxiedMethod* FindMethod(std::string_view path);

// The bytes for the server of what the caller sent. INVALID_ARGUMENT (BODY_MALFORMED) when it is
// not the JSON of the request, also for a field or a value that this gateway does not know: the
// page is then older or newer than we are, so the message asks to reload it. Never quotes what was
// sent.
absl::StatusOr<std::string> ToServer(const ProxiedMethod& method, Codec codec, std::string body);

// What the caller gets of the server's bytes. JSON as protobuf defines it: a field that is not
// there has its default value, and where 0 is another answer than none the schema says `optional`
// and the 0 is written.
absl::StatusOr<std::string> ToCaller(const ProxiedMethod& method, Codec codec, std::string bytes);

}  // namespace midstance::gateway
