#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "clients/gateway/http.h"

namespace midstance::gateway {

// The Connect protocol (connectrpc.com/docs/protocol), as far as a call with one message each way
// needs it.

// How the messages of a call are written.
enum class Codec { kJson, kProto };
// Of a Content-Type, whose parameters may say UTF-8. Nothing for what a call does not take.
std::optional<Codec> CodecOf(std::string_view content_type);
std::string_view ContentTypeOf(Codec codec);

// "invalid_argument". What is no error is "unknown", as is every code that nobody knows.
std::string_view ConnectCode(absl::StatusCode code);
int HttpStatusOf(absl::StatusCode code);

// How long the call may take: what Connect-Timeout-Ms asks, at most `most`. INVALID_ARGUMENT when
// the header is no number of up to 10 digits.
absl::StatusOr<std::chrono::milliseconds> TimeoutOf(const HttpRequest& request,
                                                    std::chrono::milliseconds most);

// Whether it may go on as gRPC metadata, which is not for every byte.
bool IsToken(std::string_view text);

// Its bearer token. UNAUTHENTICATED when there is none, more than one, or what is no token.
absl::StatusOr<std::string> BearerTokenOf(const HttpRequest& request);

// The call's failure. A message that the server wrote is told; what a library says of connections
// and addresses is not, but a sentence of ours in its place.
HttpResponse ConnectError(const absl::Status& status);
HttpResponse ConnectAnswer(Codec codec, std::string message);

// RFC 4648 section 4 without padding, as the protocol wants details.
std::string Base64NoPadding(std::string_view bytes);

}  // namespace midstance::gateway
