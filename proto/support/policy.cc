#include "support/policy.h"

#include <absl/strings/str_join.h>

#include <algorithm>

#include "support/policy_rules.h"
#include "support/status.h"

namespace midstance {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

namespace {

constexpr std::uint32_t kDefaultRequestBytes = 65'536;
constexpr std::uint32_t kDefaultDeadlineSeconds = 30;

// Empty when a part of the path is no field of its message.
std::vector<const FieldDescriptor*> FieldsOn(const Descriptor& request, std::string_view path) {
  std::vector<const FieldDescriptor*> fields;
  const Descriptor* at = &request;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const FieldDescriptor* field =
        at == nullptr ? nullptr : at->FindFieldByName(std::string(path.substr(0, dot)));
    if (field == nullptr || field->is_repeated()) return {};
    fields.push_back(field);
    at = field->message_type();
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return fields;
}

bool HoldsSecret(const Descriptor& root) {
  const Descriptor* const roots[] = {&root};
  for (const Descriptor* message : Reachable(roots)) {
    for (int i = 0; i < message->field_count(); ++i) {
      if (message->field(i)->options().GetExtension(options::v1::field).secret()) return true;
    }
  }
  return false;
}

MethodPolicy PolicyOf(const MethodDescriptor& method) {
  const auto& option = method.options().GetExtension(options::v1::policy);
  MethodPolicy policy;
  policy.method = &method;
  policy.path = "/" + method.service()->full_name() + "/" + method.name();
  for (const int role : option.roles()) {
    if (options::v1::Role_IsValid(role)) policy.roles |= std::uint32_t{1} << role;
  }
  policy.writes = option.effect() == options::v1::EFFECT_WRITE;
  policy.resource = FieldsOn(*method.input_type(), option.resource());
  policy.action = option.action();
  policy.reads_patient_data = option.reads_patient_data();
  policy.server_streaming = method.server_streaming();
  policy.costly = option.costly();
  policy.step_up = option.step_up();
  policy.secret_reply = HoldsSecret(*method.output_type());
  policy.max_request_bytes =
      option.max_request_bytes() == 0 ? kDefaultRequestBytes : option.max_request_bytes();
  policy.max_deadline = std::chrono::seconds(
      option.max_deadline_seconds() == 0 ? kDefaultDeadlineSeconds : option.max_deadline_seconds());
  policy.shed = option.shed();
  if (policy.writes) policy.request_id = method.input_type()->FindFieldByName("request_id");
  return policy;
}

absl::Status Refusal(const std::vector<std::string>& problems) {
  return Error(v1::ERROR_REASON_INTERNAL).Because("policies: " + absl::StrJoin(problems, "; "));
}

}  // namespace

std::string_view ReadResourcePath(const MethodPolicy& policy, const Message& request) {
  if (policy.resource.empty()) return {};
  const Message* at = &request;
  for (std::size_t i = 0; i + 1 < policy.resource.size(); ++i) {
    at = &at->GetReflection()->GetMessage(*at, policy.resource[i]);
  }
  // Every text field of a message holds a std::string, so the scratch is never what we get.
  std::string scratch;
  return at->GetReflection()->GetStringReference(*at, policy.resource.back(), &scratch);
}

absl::StatusOr<PolicyTable> PolicyTable::Of(std::span<const ServiceDescriptor* const> services,
                                            std::span<const std::string_view> open_methods) {
  PolicyTable table;
  std::vector<std::string> problems;
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      table.policies_.push_back(PolicyOf(*service->method(i)));
      CheckMethod(*service->method(i), table.policies_.back(), problems);
    }
  }
  CheckTogether(table.policies_, open_methods, problems);
  CheckResources(table.Messages(), problems);
  if (!problems.empty()) return Refusal(problems);
  for (std::size_t i = 0; i < table.policies_.size(); ++i) {
    table.by_path_.emplace(table.policies_[i].path, i);
    table.by_request_.emplace(&table.policies_[i].request(), i);
  }
  return table;
}

const MethodPolicy* PolicyTable::Find(std::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : &policies_[found->second];
}

const MethodPolicy* PolicyTable::FindByRequest(const Descriptor* request) const {
  const auto found = by_request_.find(request);
  return found == by_request_.end() ? nullptr : &policies_[found->second];
}

std::vector<const Descriptor*> PolicyTable::Messages() const {
  std::vector<const Descriptor*> messages;
  for (const MethodPolicy& policy : policies_) {
    for (const Descriptor* message : {&policy.request(), &policy.response()}) {
      if (std::find(messages.begin(), messages.end(), message) == messages.end()) {
        messages.push_back(message);
      }
    }
  }
  return messages;
}

}  // namespace midstance
