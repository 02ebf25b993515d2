#include "services/measures/sentence.h"

#include <string_view>

#include "services/measures/numbers.h"
#include "services/measures/shape.h"

namespace midstance::measures {
namespace {

using v1::Measure;
using v1::ScoreChange;

std::string_view SideWord(v1::Side side) {
  switch (side) {
    case v1::SIDE_LEFT:
      return "left";
    case v1::SIDE_RIGHT:
      return "right";
    case v1::SIDE_BILATERAL:
      return "both sides";
    case v1::SIDE_NOT_TOLD:
      return "side not told";
    default:
      return "";
  }
}

// "HAGOS Pain (left)".
std::string Head(const Measure& measure, const v1::OutcomeScore& record, const Part& part) {
  std::string head = measure.short_title();
  const auto* subscale = FindSubscale(measure, record.variant(), part.subscale);
  if (subscale != nullptr && !subscale->title().empty()) head += " " + subscale->title();
  if (part.subscale == kSummary) head += " " + measure.summary().title();
  if (!part.item.empty()) head.append(" '").append(part.item).append("'");
  std::string details;
  for (const std::string_view detail : {SideWord(record.side()), std::string_view(record.variant()),
                                        std::string_view(record.period())}) {
    if (detail.empty()) continue;
    details.append(details.empty() ? "" : ", ").append(detail);
  }
  return details.empty() ? head : head + " (" + details + ")";
}

std::string Scores(const ScoreChange& change) {
  const auto text = [](bool has, double score) {
    return has ? NumberText(score) : std::string("no score");
  };
  return text(change.has_from_score(), change.from_score()) + " -> " +
         text(change.has_to_score(), change.to_score());
}

const Measure::Threshold* ThresholdOf(const ScoreChange& change, Measure::Threshold::Kind kind) {
  for (const auto& applied : change.thresholds()) {
    if (applied.threshold().kind() == kind) return &applied.threshold();
  }
  return nullptr;
}

// "more than the error of 9, and no less than the smallest important change of 9".
std::string Grounds(const ScoreChange& change, v1::ChangeBasis basis) {
  const auto* error = ThresholdOf(change, Measure::Threshold::KIND_MDC);
  const auto* important = ThresholdOf(change, Measure::Threshold::KIND_MCID);
  std::string text = error == nullptr ? "its error is not known"
                                      : "more than the error of " + NumberText(error->points());
  if (important == nullptr) return text + ", and no important change is known";
  const bool matters = change.verdict() != ScoreChange::VERDICT_CHANGED;
  text += matters ? ", and no less than" : ", but less than";
  text += " the smallest important change of ";
  if (InPercent(*important, change.from_score(), basis)) {
    return text + NumberText(important->percent()) + "%";
  }
  return text + NumberText(important->points());
}

std::string Signed(double change) { return (change > 0 ? "+" : "") + NumberText(change); }

}  // namespace

bool InPercent(const Measure::Threshold& threshold, double from, v1::ChangeBasis basis) {
  return basis == v1::CHANGE_BASIS_PERCENT && threshold.has_percent() && from != 0;
}

std::string SentenceOf(const Measure& measure, const v1::OutcomeScore& record, const Part& part,
                       v1::ChangeBasis basis, const ScoreChange& change) {
  const std::string head = Head(measure, record, part);
  const std::string both = head + " " + Scores(change);
  const auto changed = [&](std::string_view how) {
    return both + " (" + Signed(change.change()) + "): " + Grounds(change, basis) + ": " +
           std::string(how);
  };
  switch (change.verdict()) {
    case ScoreChange::VERDICT_WITHIN_ERROR: {
      const auto* error = ThresholdOf(change, Measure::Threshold::KIND_MDC);
      return both + ": within the measurement error of " + NumberText(error->points()) +
             ": no change shown";
    }
    case ScoreChange::VERDICT_CHANGED:
      return changed("changed");
    case ScoreChange::VERDICT_IMPROVED:
      return changed("improved");
    case ScoreChange::VERDICT_WORSENED:
      return changed("worsened");
    case ScoreChange::VERDICT_NOT_JUDGED:
      return both + ": not judged: " + change.because();
    case ScoreChange::VERDICT_NOT_COMPARABLE:
      return both + ": not comparable: " + change.because();
    case ScoreChange::VERDICT_ONLY_ONE:
      return head + " " +
             (change.has_to_score() ? NumberText(change.to_score()) : std::string("no score")) +
             ": the only score so far";
    default:
      return both;
  }
}

}  // namespace midstance::measures
