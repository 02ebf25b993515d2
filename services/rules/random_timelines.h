#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "services/rules/compile.h"
#include "services/rules/timeline.h"

namespace midstance::rules {

// Invents reports for tests: few sites, values near the limits of the rules, some entered late.
class RandomReports {
 public:
  RandomReports(const CompiledRuleSet& rules, std::uint64_t seed) : rules_(rules), random_(seed) {}

  // A whole number from `low` to `high`.
  int Number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool Chance(int percent) { return Number(1, 100) <= percent; }
  template <class T>
  const T& OneOf(const std::vector<T>& choices) {
    return choices[static_cast<std::size_t>(Number(0, static_cast<int>(choices.size()) - 1))];
  }

  Instant Moment(int first_day, int last_day);
  Observed Value(const CodeInfo& code);
  // A report at a site (or none), of codes that the rules use together.
  Report One(const std::string& name, std::optional<Site> site);
  std::vector<Report> Some(int most);
  std::mt19937_64& random() { return random_; }

 private:
  const CompiledRuleSet& rules_;
  std::mt19937_64 random_;
};

// A small rule set that uses every part of the language.
std::string_view EveryPartOfTheLanguage();

}  // namespace midstance::rules
