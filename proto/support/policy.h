#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "midstance/options/v1/options.pb.h"

namespace midstance {

// What the schema says about one method, with defaults filled in.
struct MethodPolicy {
  const google::protobuf::MethodDescriptor* method = nullptr;
  // "/midstance.v1.CheckInService/RecordCheckIn".
  std::string path;
  // One bit per role.
  std::uint32_t roles = 0;
  bool writes = false;
  // From the request to the text field that names the protected resource; empty when there is none.
  std::vector<const google::protobuf::FieldDescriptor*> resource;
  std::string action;
  bool reads_patient_data = false;
  bool server_streaming = false;
  bool costly = false;
  bool step_up = false;
  // The response can hold a field that is a secret.
  bool secret_reply = false;
  std::uint32_t max_request_bytes = 0;
  std::chrono::seconds max_deadline{};
  options::v1::Shed shed = options::v1::SHED_UNSPECIFIED;
  // Of a WRITE request; null otherwise.
  const google::protobuf::FieldDescriptor* request_id = nullptr;

  const google::protobuf::Descriptor& request() const { return *method->input_type(); }
  const google::protobuf::Descriptor& response() const { return *method->output_type(); }
  bool Allows(options::v1::Role role) const { return (roles >> role & 1U) != 0; }
  // No credentials are needed.
  bool anyone() const { return Allows(options::v1::ROLE_ANYONE); }
};

// The value of the request field that names the protected resource; empty when the method protects
// none or the field is unset. Lives as long as `request`.
std::string_view ReadResourcePath(const MethodPolicy& policy,
                                  const google::protobuf::Message& request);

// The policies of all methods. Immutable, so free to share among threads; move only.
class PolicyTable {
 public:
  // INTERNAL when a service breaks one of the house's rules; the text lists everything broken. Each
  // method has a policy with roles, effect and action; ROLE_ANYONE stands alone, and the methods
  // that have it are exactly `open_methods` (full names, "midstance.v1.SessionService.SignIn");
  // actions are unique; a request that names data of a patient has a resource path, and a path
  // leads to a text field with a resource reference; each request type belongs to one method; each
  // WRITE request has a required UUID request_id; List methods page; Update methods have a mask and
  // a resource with an etag; each field of a resource has a field behavior; no client streams.
  static absl::StatusOr<PolicyTable> Of(
      std::span<const google::protobuf::ServiceDescriptor* const> services,
      std::span<const std::string_view> open_methods);

  PolicyTable(PolicyTable&&) = default;
  PolicyTable& operator=(PolicyTable&&) = default;

  // Null for an unknown path.
  const MethodPolicy* Find(std::string_view path) const;
  // The method that this message is the request of; null when it is of none.
  const MethodPolicy* FindByRequest(const google::protobuf::Descriptor* request) const;
  // In the order of the services and their methods.
  std::span<const MethodPolicy> all() const { return policies_; }
  // Every request and response, each once: what a Schema of the server is made of.
  std::vector<const google::protobuf::Descriptor*> Messages() const;

 private:
  PolicyTable() = default;

  std::vector<MethodPolicy> policies_;
  std::unordered_map<std::string_view, std::size_t> by_path_;
  std::unordered_map<const google::protobuf::Descriptor*, std::size_t> by_request_;
};

}  // namespace midstance
