#include "services/rpc/verbs.h"

#include <algorithm>

namespace midstance::rpc {
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
  if (&policy->response() != verb.response->GetDescriptor()) {
    problems_.push_back(policy->path + " returns a " + policy->response().full_name() +
                        ", its verb another message");
  }
  if (policy->writes != static_cast<bool>(verb.write)) {
    problems_.push_back(policy->path + (policy->writes ? " is a WRITE, but its verb cannot write"
                                                       : " is a READ, but its verb can write"));
  }
  verb.policy = policy;
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
