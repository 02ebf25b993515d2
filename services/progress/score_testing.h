#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/adherence/program_testing.h"
#include "services/measures/library.h"
#include "services/measures/score.h"

// For the tests of this folder: outcome measures as they were filled in.
namespace midstance::progress {

inline const measures::Library& Measures() {
  static const measures::Library kShipped = *measures::Shipped();
  return kShipped;
}

inline v1::OutcomeScore FilledIn(int day, const std::string& measure,
                                 const std::vector<std::pair<std::string, double>>& items,
                                 v1::Side side = v1::SIDE_UNSPECIFIED) {
  v1::OutcomeScore record;
  record.set_name("patients/p/cases/c/outcomeScores/" + measure.substr(measure.find('/') + 1) +
                  "-" + std::to_string(day + 1000) + v1::Side_Name(side));
  record.set_measure(measure);
  record.set_side(side);
  record.set_state(v1::RECORD_STATE_ACTIVE);
  *record.mutable_occurred_time() = adherence::TimeOn(adherence::DayAt(day));
  auto& answers = *record.add_answers();
  answers.set_subscale("total");
  for (const auto& [label, value] : items) {
    auto& item = *answers.add_items();
    item.set_label(label);
    item.set_value(value);
  }
  const auto& found = *Measures().Find(measure);
  record.set_formula_version(found.formula_version());
  record.set_version(found.versions(0));
  const auto scores = measures::Score(
      found, {.variant = {}, .version = record.version(), .answers = record.answers()});
  EXPECT_TRUE(scores.ok()) << scores.status();
  for (const auto& score : *scores) *record.add_scores() = score;
  return record;
}

// A LEFS of this many of its 80 points.
inline v1::OutcomeScore Lefs(int day, int points, v1::Side side = v1::SIDE_UNSPECIFIED) {
  constexpr int kItems = 20;
  std::vector<std::pair<std::string, double>> items;
  for (int i = 0; i < kItems; ++i) {
    items.emplace_back("", points / kItems + (i < points % kItems ? 1 : 0));
  }
  return FilledIn(day, "measures/lefs", items, side);
}

inline v1::OutcomeScore Psfs(int day, double run, double stairs, double sit) {
  return FilledIn(day, "measures/psfs", {{"run", run}, {"stairs", stairs}, {"sit", sit}});
}

}  // namespace midstance::progress
