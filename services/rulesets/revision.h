#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/repeated_field.h>

#include <string>

#include "midstance/v1/rule_set_revision.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "services/rules/compile.h"

namespace midstance::rulesets {

// The active rules with what the request changes in them. FIELD_INVALID when it changes nothing,
// RULE_SET_INVALID with every problem by its path in the request.
absl::StatusOr<rules::CompiledRuleSet> ChangedRules(
    const rules::CompiledRuleSet& active,
    const google::protobuf::RepeatedPtrField<v1::RuleSetFile>& files,
    const google::protobuf::RepeatedPtrField<std::string>& without_rules);

// The revision of these rules, named, with what it changes in `base`. Author and reason are left to
// the caller.
v1::RuleSetRevision RevisionOf(const rules::CompiledRuleSet& rules,
                               const rules::CompiledRuleSet& base);

// Looks through the rules, plays every scenario of the server, and tells what is to be seen.
void Play(const rules::CompiledRuleSet& rules, v1::RuleSetRevision& revision);

}  // namespace midstance::rulesets
