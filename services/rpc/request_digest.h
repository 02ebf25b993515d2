#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

namespace midstance::rpc {

// By what a repeated request is compared with the first: SHA-256 of its body without its
// `language_code`. In which language somebody is told is no part of what she asks for: a device
// that sends again may speak another one by then, and has the first answer again, in the first
// language. The same as of the whole body where the request has no language.
std::string RequestDigest(const google::protobuf::Descriptor& request, const std::string& body);

}  // namespace midstance::rpc
