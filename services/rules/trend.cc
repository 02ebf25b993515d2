#include "services/rules/trend.h"

#include <cmath>

namespace midstance::rules {

TrendFinding FindTrend(const Scope& scope, const ConditionNode& node) {
  TrendFinding finding;
  if (!scope.track.codes.Has(node.code)) return finding;
  int days = 0;
  DayNumber last_day = 0;
  double newest = 0, oldest = 0;
  // Of two numbers of one moment the worse stands.
  const auto instead_of = [&](const Timeline::Row* taken, double number, const Timeline::Row& row,
                              double value) {
    return taken->observed == row.observed &&
           scope.program.codes[node.code].Outranks(value, number);
  };
  for (const Timeline::Row& row : scope.NewestFirst(scope.track)) {
    if (!scope.Visible(row)) continue;
    const Answers answers = AnswersOf(scope.timeline, row);
    const double value = answers.Get(node.code);
    if (std::isnan(value)) continue;
    if (node.entry.Exists() && Evaluate(scope.program, node.entry.root, answers) != Truth::kTrue) {
      continue;
    }
    if (finding.from != nullptr) {
      if (finding.from->observed != row.observed) break;
      if (!instead_of(finding.from, oldest, row, value)) continue;
      finding.from = &row;
      oldest = value;
      continue;
    }
    if (days == 0 || row.day != last_day) ++days;
    last_day = row.day;
    if (finding.to == nullptr || instead_of(finding.to, newest, row, value)) {
      finding.to = &row;
      newest = value;
      continue;
    }
    if (node.apart != 0 && finding.to->day - row.day > node.apart) break;
    if (finding.to->day - row.day < node.span || days < node.min_entries) {
      if (node.min_entries > 2) finding.between.push_back(&row);
      continue;
    }
    finding.from = &row;
    oldest = value;
  }
  finding.change = newest - oldest;
  if (finding.from == nullptr || !scope.Current(*finding.to, node.window)) return finding;
  bool holds = false;
  switch (node.direction) {
    case v1::Trend::RISING:
      holds = finding.change >= node.at_least;
      break;
    case v1::Trend::FALLING:
      holds = -finding.change >= node.at_least;
      break;
    default:
      holds = -finding.change < node.at_least;
  }
  finding.truth = holds ? Truth::kTrue : Truth::kFalse;
  finding.until = Expiry(scope.NewsDay(*finding.to), node.window);
  return finding;
}

}  // namespace midstance::rules
