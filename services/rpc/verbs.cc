#include "services/rpc/verbs.h"

#include <algorithm>

#include "midstance/options/v1/options.pb.h"

namespace midstance::rpc {
namespace {

bool HoldsSecret(const google::protobuf::Descriptor& message) {
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->options().GetExtension(options::v1::field).secret()) return true;
  }
  return false;
}

}  // namespace

bool Verb::ValidatesOnly(const Message& message) const {
  return validate_only != nullptr && message.GetReflection()->GetBool(message, validate_only);
}

void VerbTable::Add(Verb verb) {
  const auto* request = verb.request->GetDescriptor();
  const MethodPolicy* policy = policies_.FindByRequest(request);
  if (policy == nullptr) {
    problems_.push_back("no method takes a " + std::string(request->full_name()) +
                        ", but a verb is registered for it");
    return;
  }
  if (policy->response != verb.response->GetDescriptor()) {
    problems_.push_back(policy->path + " returns a " + policy->response->full_name() +
                        ", its verb another message");
  }
  const bool writes = policy->effect == options::v1::EFFECT_WRITE;
  if (writes != static_cast<bool>(verb.write)) {
    problems_.push_back(policy->path + (writes ? " is a WRITE, but its verb cannot write"
                                               : " is a READ, but its verb can write"));
  }
  verb.policy = policy;
  verb.secret_response = HoldsSecret(*policy->response);
  verb.validate_only = request->FindFieldByName("validate_only");
  if (!verbs_.emplace(policy->path, std::move(verb)).second) {
    problems_.push_back(policy->path + " has two verbs");
  }
}

const Verb* VerbTable::Find(std::string_view path) const {
  const auto found = verbs_.find(std::string(path));
  return found == verbs_.end() ? nullptr : &found->second;
}

std::vector<std::string> VerbTable::Problems() const {
  std::vector<std::string> problems = problems_;
  for (const auto& policy : policies_.all()) {
    const bool streamed =
        std::find(streams_.begin(), streams_.end(), policy.path) != streams_.end();
    if (!streamed && Find(policy.path) == nullptr) problems.push_back(policy.path + " has no verb");
  }
  return problems;
}

}  // namespace midstance::rpc
