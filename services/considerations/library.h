#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/rules/v1/consideration.pb.h"
#include "services/rules/compile.h"

namespace midstance::considerations {

// One clue, and what it asks.
struct ClueInfo {
  const rules::v1::Clue* clue = nullptr;
  int consideration = 0;  // position in the library
  int index = 0;          // among those for, or those against
  bool opposes = false;
  std::vector<const rules::v1::Code*> codes;  // those it asks, its derived states' included
};

// A library that was checked against a vocabulary and made ready to be held against timelines. Each
// clue is a rule of an internal rule set, so that three values, sites, currency and evidence mean
// what they mean in rules. Immutable; a copy shares it, and several threads may use it.
class Library {
 public:
  // INVALID_ARGUMENT (RULE_SET_INVALID) with every problem: a clue that asks a code that `active`
  // does not have, holds without a finding, a row without area, source or supporting finding, a
  // reference of the seed's table that leads nowhere.
  static absl::StatusOr<Library> Of(const rules::CompiledRuleSet& active,
                                    rules::v1::ConsiderationLibrary source);

  const rules::v1::ConsiderationLibrary& source() const;
  // The clues as rules. A timeline to be considered is built under these.
  const rules::CompiledRuleSet& clues() const;
  // The clue that a rule of `clues` asks for; nullptr for another rule.
  const ClueInfo* Find(std::string_view rule) const;
  // nullptr when there is none.
  const rules::v1::Consideration* FindConsideration(std::string_view id) const;

 private:
  struct Parts;
  explicit Library(std::shared_ptr<const Parts> parts);

  std::shared_ptr<const Parts> parts_;
};

}  // namespace midstance::considerations
