#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "services/rules/program.h"
#include "services/rules/timeline.h"

namespace midstance::rules {

// Kleene's three values: "and" is the smallest, "or" the largest.
enum class Truth : std::uint8_t { kFalse, kUndecided, kTrue };

constexpr Truth Opposite(Truth truth) {
  return static_cast<Truth>(2 - static_cast<std::uint8_t>(truth));
}

// The answers of one report as one key sees them.
struct Answers {
  std::span<const Timeline::Value> site;
  std::span<const Timeline::Value> patient;

  // NaN when it was not asked.
  double Get(CodeIndex code) const {
    for (const auto& value : site) {
      if (value.code == code) return value.number;
    }
    for (const auto& value : patient) {
      if (value.code == code) return value.number;
    }
    return std::numeric_limits<double>::quiet_NaN();
  }
};

inline Answers AnswersOf(const Timeline& timeline, const Timeline::Row& row) {
  return {timeline.SiteValues(row), timeline.PatientValues(row)};
}

// A report says something about a test when it answers one of the test's SITE codes, or, where the
// test has none, one of its PATIENT codes. Others are passed over: an answer about the whole
// patient alone says nothing about a knee.
inline bool Speaks(const Test& test, const Timeline::Row& row) {
  return test.site.Empty() ? test.patient.Meets(row.patient_codes)
                           : test.site.Meets(row.site_codes);
}

Truth Evaluate(const Program& program, NodeIndex test, const Answers& answers);

// Present: kTrue; absent: kFalse; silent: kUndecided.
Truth EvaluateState(const Program& program, NodeIndex state, const Answers& answers);

// The answered codes that make a test which holds hold, or one that does not hold not hold.
void CollectDeciding(const Program& program, NodeIndex test, const Answers& answers,
                     std::vector<CodeIndex>& codes);

// What is missing from an undecided test.
struct Missing {
  bool touched = false;  // some positive part of it holds already
  CodeSet codes;
};
Missing CollectMissing(const Program& program, NodeIndex test, const Answers& answers);

}  // namespace midstance::rules
