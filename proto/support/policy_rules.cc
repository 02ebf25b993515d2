#include "support/policy_rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "support/names.h"

namespace midstance {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

namespace {

bool IsText(const FieldDescriptor* field) {
  return field != nullptr && field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated();
}

bool IsResource(const Descriptor& message) {
  return message.options().HasExtension(google::api::resource);
}

const Descriptor* ResourceIn(const Descriptor& request) {
  for (int i = 0; i < request.field_count(); ++i) {
    const Descriptor* type = request.field(i)->message_type();
    if (type != nullptr && IsResource(*type)) return type;
  }
  return nullptr;
}

bool IsOfPatient(std::string_view resource_type) {
  const auto kind = KindOfType(resource_type);
  return kind.has_value() && PatternOf(*kind).starts_with("patients/");
}

// Does a field of the request, or the resource that it updates, name what belongs to a patient?
bool NamesPatientData(const MethodDescriptor& method) {
  const Descriptor& request = *method.input_type();
  for (int i = 0; i < request.field_count(); ++i) {
    const auto& options = request.field(i)->options();
    if (!options.HasExtension(google::api::resource_reference)) continue;
    const auto& reference = options.GetExtension(google::api::resource_reference);
    if (IsOfPatient(reference.type()) || IsOfPatient(reference.child_type())) return true;
  }
  const Descriptor* resource = method.name().starts_with("Update") ? ResourceIn(request) : nullptr;
  return resource != nullptr &&
         IsOfPatient(resource->options().GetExtension(google::api::resource).type());
}

class MethodCheck {
 public:
  MethodCheck(const MethodDescriptor& method, std::vector<std::string>& problems)
      : method_(method), problems_(problems) {}

  void Expect(bool holds, std::string_view otherwise) {
    if (!holds) problems_.push_back(method_.full_name() + " " + std::string(otherwise));
  }

  void Policy(const MethodPolicy& policy) {
    if (!method_.options().HasExtension(options::v1::policy)) {
      return Expect(false, "has no policy");
    }
    const auto& option = method_.options().GetExtension(options::v1::policy);
    Expect(option.roles_size() > 0, "allows no role");
    for (const int role : option.roles()) {
      Expect(role > 0 && options::v1::Role_IsValid(role), "allows an unknown role");
    }
    Expect(!policy.anyone() || option.roles_size() == 1, "has ROLE_ANYONE beside other roles");
    Expect(option.effect() == options::v1::EFFECT_READ || policy.writes, "has no effect");
    Expect(!policy.action.empty(), "has no action");
    Expect(!policy.reads_patient_data || !policy.writes,
           "is a WRITE with reads_patient_data, which is for READ");
    Expect(policy.max_deadline <= std::chrono::hours(1), "has a deadline beyond an hour");
    Expect(!method_.client_streaming(), "streams requests");
    Expect(!policy.step_up || !(policy.anyone() || policy.Allows(options::v1::ROLE_CHECK_IN_LINK) ||
                                policy.Allows(options::v1::ROLE_REPLY_LINK)),
           "asks for a password of callers who have none");
    Resource(option.resource(), policy);
  }

  void Resource(const std::string& path, const MethodPolicy& policy) {
    if (path.empty()) {
      return Expect(!NamesPatientData(method_),
                    "has no resource path, though its request names data of a patient");
    }
    const bool leads = !policy.resource.empty() && IsText(policy.resource.back());
    Expect(leads, "has a resource path that leads to no text field");
    Expect(
        !leads || policy.resource.back()->options().HasExtension(google::api::resource_reference),
        "has a resource path to a field without a resource reference");
  }

  void Write(const MethodPolicy& policy) {
    if (!policy.writes) return;
    Expect(!method_.server_streaming(), "is a WRITE that streams");
    const FieldDescriptor* id = policy.request().FindFieldByName("request_id");
    if (!IsText(id)) return Expect(false, "is a WRITE without a text request_id");
    Expect(id->options().GetExtension(options::v1::field).uuid(),
           "has a request_id without the uuid rule");
    const auto& behaviors = id->options().GetRepeatedExtension(google::api::field_behavior);
    Expect(std::find(behaviors.begin(), behaviors.end(), google::api::REQUIRED) != behaviors.end(),
           "has a request_id that is not REQUIRED");
  }

  void List(const MethodPolicy& policy) {
    if (!method_.name().starts_with("List")) return;
    const FieldDescriptor* size = policy.request().FindFieldByName("page_size");
    Expect(size != nullptr && size->type() == FieldDescriptor::TYPE_INT32,
           "lists without an int32 page_size");
    Expect(IsText(policy.request().FindFieldByName("page_token")),
           "lists without a text page_token");
    const Descriptor& response = policy.response();
    Expect(response.field_count() > 0 && response.field(0)->is_repeated(),
           "lists without the items first in its response");
    Expect(IsText(response.FindFieldByName("next_page_token")),
           "lists without a text next_page_token");
  }

  void Update(const MethodPolicy& policy) {
    if (!method_.name().starts_with("Update")) return;
    const FieldDescriptor* mask = policy.request().FindFieldByName("update_mask");
    Expect(mask != nullptr && mask->message_type() != nullptr &&
               mask->message_type()->full_name() == "google.protobuf.FieldMask",
           "updates without an update_mask");
    const Descriptor* resource = ResourceIn(policy.request());
    Expect(resource != nullptr, "updates no resource");
    Expect(resource == nullptr || IsText(resource->FindFieldByName("etag")),
           "updates a resource without an etag");
  }

 private:
  const MethodDescriptor& method_;
  std::vector<std::string>& problems_;
};

}  // namespace

void CheckMethod(const MethodDescriptor& method, const MethodPolicy& policy,
                 std::vector<std::string>& problems) {
  MethodCheck check(method, problems);
  check.Policy(policy);
  check.Write(policy);
  check.List(policy);
  check.Update(policy);
}

void CheckTogether(std::span<const MethodPolicy> policies,
                   std::span<const std::string_view> open_methods,
                   std::vector<std::string>& problems) {
  std::map<std::string_view, const MethodPolicy*> actions;
  std::map<const Descriptor*, const MethodPolicy*> requests;
  std::set<std::string_view> unseen(open_methods.begin(), open_methods.end());
  for (const MethodPolicy& policy : policies) {
    const std::string& name = policy.method->full_name();
    if (const auto [at, fresh] = actions.emplace(policy.action, &policy);
        !fresh && !policy.action.empty()) {
      problems.push_back(name + " has the action of " + at->second->method->full_name());
    }
    if (const auto [at, fresh] = requests.emplace(&policy.request(), &policy); !fresh) {
      problems.push_back(name + " has the request of " + at->second->method->full_name());
    }
    const bool listed = unseen.erase(name) > 0;
    if (policy.anyone() && !listed) {
      problems.push_back(name + " is open to anyone and not expected to be");
    }
    if (!policy.anyone() && listed) {
      problems.push_back(name + " is expected to be open to anyone and is not");
    }
  }
  for (const std::string_view name : unseen) {
    problems.push_back(std::string(name) + " is expected to be open to anyone and does not exist");
  }
}

void CheckResources(std::span<const Descriptor* const> messages,
                    std::vector<std::string>& problems) {
  for (const Descriptor* message : Reachable(messages)) {
    if (!IsResource(*message)) continue;
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor& field = *message->field(i);
      if (field.options().ExtensionSize(google::api::field_behavior) == 0) {
        problems.push_back(field.full_name() + " has no field behavior");
      }
    }
  }
}

std::vector<const Descriptor*> Reachable(std::span<const Descriptor* const> roots) {
  std::vector<const Descriptor*> found;
  std::set<const Descriptor*> seen;
  const auto add = [&](const Descriptor* message) {
    if (message != nullptr && seen.insert(message).second) found.push_back(message);
  };
  for (const Descriptor* root : roots) add(root);
  for (std::size_t next = 0; next < found.size(); ++next) {
    const Descriptor& message = *found[next];
    for (int i = 0; i < message.field_count(); ++i) add(message.field(i)->message_type());
  }
  return found;
}

}  // namespace midstance
