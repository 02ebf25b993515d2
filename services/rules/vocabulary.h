#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/rules/v1/rule_set.pb.h"

namespace midstance::rules {

using Area = v1::Area;
using Side = v1::Side;

// Position of a code in its rule set.
using CodeIndex = std::uint16_t;
inline constexpr std::size_t kMostCodes = 320;
inline constexpr std::size_t kMostChoices = 32;

// A set of codes of one rule set.
class CodeSet {
 public:
  constexpr void Add(CodeIndex code) { words_[code / 64] |= std::uint64_t{1} << (code % 64); }
  constexpr void Add(const CodeSet& other) {
    for (std::size_t word = 0; word < words_.size(); ++word) words_[word] |= other.words_[word];
  }
  constexpr bool Has(CodeIndex code) const { return (words_[code / 64] >> (code % 64) & 1) != 0; }
  constexpr bool Meets(const CodeSet& other) const {
    std::uint64_t common = 0;
    for (std::size_t word = 0; word < words_.size(); ++word) {
      common |= words_[word] & other.words_[word];
    }
    return common != 0;
  }
  constexpr void Clear() { words_.fill(0); }
  // Calls `each` with every code, the smallest first.
  void ForEach(const auto& each) const {
    for (std::size_t word = 0; word < words_.size(); ++word) {
      for (std::uint64_t rest = words_[word]; rest != 0; rest &= rest - 1) {
        each(static_cast<CodeIndex>(word * 64 + static_cast<std::size_t>(std::countr_zero(rest))));
      }
    }
  }
  constexpr bool Empty() const {
    return std::ranges::all_of(words_, [](std::uint64_t word) { return word == 0; });
  }

 private:
  std::array<std::uint64_t, kMostCodes / 64> words_ = {};
};

// Another unit in which a number may be given.
struct UnitInfo {
  std::string unit;
  double factor = 1;  // times a number in it is one in the code's own
};

// What a rule set says about one code. Numbers are in `unit`; `choices` are in the order of the
// rule set, and `open_choices` has bit i set when choice i leaves the matter open. Which answers
// are the worse ones follows from what the rules look for.
struct CodeInfo {
  std::string code;
  std::string display;
  std::string question;
  std::string unit;
  v1::Code::Kind kind = v1::Code::KIND_UNSPECIFIED;
  v1::Code::Keying keying = v1::Code::KEYING_UNSPECIFIED;
  std::vector<std::string> choices;
  std::uint32_t open_choices = 0;
  std::uint32_t sought_choices = 0;  // bit i: some rule looks for choice i
  bool lower_is_worse = false;       // rules look for small numbers only
  double lower = 0;
  double upper = 0;
  bool whole = false;
  bool by_therapist = false;  // no form for the patient has it
  bool by_server = false;     // nobody is asked
  std::vector<UnitInfo> other_units;
  CodeIndex index = 0;

  bool OfPatient() const { return keying == v1::Code::PATIENT; }
  // Position of the choice, or -1.
  int ChoiceIndex(std::string_view choice) const;
  // What a number in `unit` is multiplied by to be in the code's own; nothing for a unit that it
  // does not take. "" is the code's own.
  std::optional<double> FactorOf(std::string_view given) const;
  // Which of two answers in one report stands: what decides something before what leaves it open,
  // then what rules look for, then the worse end; of choices the later.
  bool Outranks(double one, double other) const;
  // Whether an answer decides nothing, such as "unknown" or "not tested".
  bool LeavesOpen(double number) const;
};

}  // namespace midstance::rules
