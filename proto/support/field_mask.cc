#include "support/field_mask.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "support/status.h"

namespace midstance {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;

namespace {

constexpr std::string_view kField = "update_mask";

using Route = std::vector<const FieldDescriptor*>;

// Why a client may not set the field; empty when it may.
std::string_view Hindrance(const FieldDescriptor& field) {
  if (field.name() == "etag") return "is the etag, which is compared and never set";
  for (const int behavior : field.options().GetRepeatedExtension(google::api::field_behavior)) {
    if (behavior == google::api::OUTPUT_ONLY) return "is set by the server alone";
    if (behavior == google::api::IMMUTABLE) return "cannot change any more";
    if (behavior == google::api::IDENTIFIER) return "is the name, which cannot change";
  }
  return {};
}

// The fields on `path`, or what is wrong with it. An unknown part is not repeated: it is the
// client's text.
std::string Resolve(const Descriptor& message, std::string_view path, Route& route) {
  if (path == "*") return "must name fields: * would also clear what the client does not know";
  const Descriptor* at = &message;
  while (true) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    if (at == nullptr) return route.back()->full_name() + " has no fields";
    const FieldDescriptor* field = at->FindFieldByName(std::string(path.substr(0, dot)));
    if (field == nullptr) return "is not a field of " + at->full_name();
    if (const auto hindrance = Hindrance(*field); !hindrance.empty()) {
      return field->full_name() + " " + std::string(hindrance);
    }
    route.push_back(field);
    if (dot == path.size()) return {};
    if (field->is_repeated()) return field->full_name() + " is repeated and changes as a whole";
    at = field->message_type();
    path.remove_prefix(dot + 1);
  }
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0
                             : reflection.HasField(message, &field);
}

bool IsSetAt(const Route& route, const Message& message) {
  const Message* at = &message;
  for (std::size_t i = 0; i < route.size(); ++i) {
    if (!IsSet(*at, *route[i])) return false;
    if (i + 1 < route.size()) at = &at->GetReflection()->GetMessage(*at, route[i]);
  }
  return true;
}

// The message that holds the last field of the route; makes those on the way.
Message& HolderAt(const Route& route, Message& message) {
  Message* at = &message;
  for (std::size_t i = 0; i + 1 < route.size(); ++i) {
    at = at->GetReflection()->MutableMessage(at, route[i]);
  }
  return *at;
}

}  // namespace

absl::Status ApplyMask(const FieldMask& mask, const Message& from, Message& to) {
  Error error(v1::ERROR_REASON_MASK_INVALID);
  if (mask.paths().empty()) return std::move(error).Field(kField, "must name at least one field");
  std::vector<Route> routes;
  bool wrong = false;
  for (int i = 0; i < mask.paths_size(); ++i) {
    Route route;
    const std::string problem = Resolve(*to.GetDescriptor(), mask.paths(i), route);
    if (!problem.empty()) {
      wrong = true;
      error = std::move(error).Field(kField, "paths[" + std::to_string(i) + "]: " + problem);
    }
    routes.push_back(std::move(route));
  }
  if (wrong) return error;

  const std::unique_ptr<Message> donor(from.New());
  for (const Route& route : routes) {
    if (IsSetAt(route, to)) {
      Message& holder = HolderAt(route, to);
      holder.GetReflection()->ClearField(&holder, route.back());
    }
    if (!IsSetAt(route, from)) continue;
    donor->CopyFrom(from);
    Message& giver = HolderAt(route, *donor);
    Message& holder = HolderAt(route, to);
    holder.GetReflection()->SwapFields(&holder, &giver, {route.back()});
  }
  return absl::OkStatus();
}

}  // namespace midstance
