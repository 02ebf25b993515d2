#include "services/measures/change.h"

#include <cmath>
#include <optional>
#include <set>
#include <string>

#include "services/measures/numbers.h"
#include "services/measures/sentence.h"
#include "services/measures/shape.h"

namespace midstance::measures {
namespace {

using v1::Measure;
using v1::OutcomeScore;
using v1::ScoreChange;
using Threshold = Measure::Threshold;

constexpr double kPercent = 100;
// A share that is the threshold to the last digit reaches it.
constexpr double kShareCrumb = 1e-9;

// The answers to items with names, of one subscale.
std::set<std::string> Activities(const OutcomeScore& record, std::string_view subscale) {
  std::set<std::string> named;
  for (const auto& answers : record.answers()) {
    if (answers.subscale() != subscale) continue;
    for (const auto& item : answers.items()) {
      if (item.has_value() && !item.label().empty()) named.insert(Folded(item.label()));
    }
  }
  return named;
}

std::optional<double> ScoreOf(const OutcomeScore& record, const Part& part) {
  if (part.item.empty()) {
    for (const auto& score : record.scores()) {
      if (score.subscale() == part.subscale && score.has_score()) return score.score();
    }
    return std::nullopt;
  }
  const std::string wanted = Folded(part.item);
  for (const auto& answers : record.answers()) {
    if (answers.subscale() != part.subscale) continue;
    for (const auto& item : answers.items()) {
      if (item.has_value() && Folded(item.label()) == wanted) return item.value();
    }
  }
  return std::nullopt;
}

std::string WhyNot(const Measure& measure, const OutcomeScore& from, const OutcomeScore& to,
                   const Part& part) {
  if (from.measure() != measure.name() || to.measure() != measure.name()) {
    return "they are of different measures";
  }
  if (from.variant() != to.variant()) return "they are of different variants";
  if (from.side() != to.side()) return "they are of different sides";
  if (from.period() != to.period()) return "they look back over different periods";
  if (from.version() != to.version()) return "they are of different versions of the form";
  if (from.formula_version() != to.formula_version()) {
    return "they were scored by different formulas";
  }
  if (!ScoreOf(from, part).has_value()) return "the earlier one has no such score";
  if (!ScoreOf(to, part).has_value()) return "the later one has no such score";
  if (part.item.empty() && Activities(from, part.subscale) != Activities(to, part.subscale)) {
    return "other activities were answered";
  }
  return "";
}

void FillEnds(const OutcomeScore& from, const OutcomeScore& to, ScoreChange& change) {
  change.set_from(from.name());
  change.set_to(to.name());
  *change.mutable_from_time() = from.occurred_time();
  *change.mutable_to_time() = to.occurred_time();
}

void FillScores(const OutcomeScore& from, const OutcomeScore& to, const Part& part,
                ScoreChange& change) {
  if (const auto score = ScoreOf(from, part)) change.set_from_score(*score);
  if (const auto score = ScoreOf(to, part)) change.set_to_score(*score);
}

bool Reached(const Threshold& threshold, double size, double from, v1::ChangeBasis basis) {
  if (threshold.kind() == Threshold::KIND_MDC) return size > threshold.points();
  if (InPercent(threshold, from, basis)) {
    return size * kPercent / std::fabs(from) >= threshold.percent() - kShareCrumb;
  }
  return size >= threshold.points();
}

// What was applied of a kind; nullptr when the measure has none.
const ScoreChange::Applied* Find(const ScoreChange& change, Threshold::Kind kind) {
  for (const auto& applied : change.thresholds()) {
    if (applied.threshold().kind() == kind) return &applied;
  }
  return nullptr;
}

ScoreChange::Verdict Judge(Measure::Direction direction, double difference,
                           const ScoreChange& change) {
  const auto* error = Find(change, Threshold::KIND_MDC);
  const auto* important = Find(change, Threshold::KIND_MCID);
  if (error != nullptr && !error->reached()) return ScoreChange::VERDICT_WITHIN_ERROR;
  const bool matters = important != nullptr && important->reached();
  if (!matters) {
    return error == nullptr ? ScoreChange::VERDICT_NOT_JUDGED : ScoreChange::VERDICT_CHANGED;
  }
  const bool up = difference > 0;
  return up == (direction == Measure::DIRECTION_HIGHER_BETTER) ? ScoreChange::VERDICT_IMPROVED
                                                               : ScoreChange::VERDICT_WORSENED;
}

bool IsChange(ScoreChange::Verdict verdict) {
  return verdict == ScoreChange::VERDICT_CHANGED || verdict == ScoreChange::VERDICT_IMPROVED ||
         verdict == ScoreChange::VERDICT_WORSENED;
}

}  // namespace

ScoreChange Compare(const Measure& measure, const OutcomeScore& from, const OutcomeScore& to,
                    const Part& part, v1::ChangeBasis basis) {
  ScoreChange change;
  FillEnds(from, to, change);
  FillScores(from, to, part, change);
  change.set_because(WhyNot(measure, from, to, part));
  if (!change.because().empty()) {
    change.set_verdict(ScoreChange::VERDICT_NOT_COMPARABLE);
    change.set_sentence(SentenceOf(measure, to, part, basis, change));
    return change;
  }
  const double difference = Difference(change.to_score(), change.from_score());
  for (const auto& threshold : measure.thresholds()) {
    if (!Holds(threshold.subscales(), part.subscale)) continue;
    if (threshold.each_item() == part.item.empty()) continue;
    auto& applied = *change.add_thresholds();
    *applied.mutable_threshold() = threshold;
    applied.set_reached(Reached(threshold, std::fabs(difference), change.from_score(), basis));
  }
  change.set_verdict(Judge(measure.direction(), difference, change));
  if (IsChange(change.verdict())) {
    change.set_change(difference);
    if (change.from_score() != 0) {
      change.set_change_percent(
          RoundHalfUp(difference * kPercent / std::fabs(change.from_score()), 1));
    }
  } else if (change.verdict() == ScoreChange::VERDICT_NOT_JUDGED) {
    change.set_because(Find(change, Threshold::KIND_MCID) == nullptr
                           ? "neither its measurement error nor an important change is known"
                           : "its measurement error is not known, and it is less than the smallest "
                             "important change");
  }
  change.set_sentence(SentenceOf(measure, to, part, basis, change));
  return change;
}

ScoreChange OnlyOne(const Measure& measure, const OutcomeScore& record, const Part& part) {
  ScoreChange change;
  FillEnds(record, record, change);
  FillScores(record, record, part, change);
  change.set_verdict(ScoreChange::VERDICT_ONLY_ONE);
  change.set_sentence(SentenceOf(measure, record, part, v1::CHANGE_BASIS_POINTS, change));
  return change;
}

ScoreChange NotComparable(const OutcomeScore& from, const OutcomeScore& to,
                          std::string_view because) {
  ScoreChange change;
  FillEnds(from, to, change);
  change.set_verdict(ScoreChange::VERDICT_NOT_COMPARABLE);
  change.set_because(std::string(because));
  change.set_sentence("not comparable: " + change.because());
  return change;
}

}  // namespace midstance::measures
