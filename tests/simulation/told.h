#pragma once

#include <vector>

#include "midstance/rules/v1/rule_set.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "tests/simulation/chance.h"

namespace midstance::testing {

// What a patient may tell: answers of every kind that the rules know, at a few places that are
// hers, a third of them signs of something serious.
class Teller {
 public:
  explicit Teller(const rules::v1::RuleSet& rules);

  v1::CheckIn Tell(Chance& chance) const;

 private:
  v1::Observation Answer(const rules::v1::Code& code, Chance& chance) const;

  std::vector<rules::v1::Code> of_site_;
  std::vector<rules::v1::Code> of_patient_;
};

}  // namespace midstance::testing
