#pragma once

#include <map>
#include <string>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "tests/e2e/kill/ledger.h"

namespace midstance::e2e {

// What a case holds, by name.
struct Held {
  std::map<std::string, v1::CheckIn> check_ins;
  std::map<std::string, v1::Escalation> escalations;
};

// Fails when a list names something twice.
absl::StatusOr<Held> ReadCase(const Session& session, const std::string& name);

// What is wrong with what is held after all of `writes`, which are acknowledged and in order: a
// record missing or in the wrong state, one that nobody asked for, a flag without its escalation,
// an escalation without its record. Empty: nothing.
std::vector<std::string> Compare(const std::vector<Write>& writes, const Held& held);

}  // namespace midstance::e2e
