#include "services/measures/score.h"

#include <optional>
#include <string>
#include <utility>

#include "services/measures/numbers.h"
#include "services/measures/shape.h"
#include "support/status.h"

namespace midstance::measures {
namespace {

using v1::Measure;

constexpr double kWhole = 100;
constexpr int kPercentDecimals = 2;

struct Scored {
  v1::SubscaleScore score;
  std::optional<double> exact;  // before rounding
};

std::string Count(int answered, int items) {
  return std::to_string(answered) + " of " + std::to_string(items) + " answered";
}

class SubscaleScoring {
 public:
  SubscaleScoring(const Measure& measure, const Subscale& subscale, const std::string& version,
                  const v1::SubscaleAnswers* answers)
      : measure_(measure), subscale_(subscale), version_(version), answers_(answers) {}

  Scored Run() && {
    scored_.score.set_subscale(subscale_.id());
    scored_.score.set_items(answers_ == nullptr ? subscale_.items() : answers_->items_size());
    if (answers_ == nullptr) {
      scored_.score.set_because("not filled in");
      return std::move(scored_);
    }
    for (int i = 0; i < answers_->items_size(); ++i) {
      if (answers_->items(i).has_value()) values_.push_back(Counted(i));
    }
    scored_.score.set_answered(static_cast<int>(values_.size()));
    if (const auto* gate = DecidingGate()) {
      scored_.exact = gate->score();
      scored_.score.set_because("decided by item " + std::to_string(gate->item()) +
                                "; the others are skipped");
    } else if (Enough()) {
      scored_.exact = Computed();
    }
    Finish();
    return std::move(scored_);
  }

 private:
  // The answer to an item that has one, turned round where the form is worded the other way.
  double Counted(int index) const {
    const double answer = answers_->items(index).value();
    const auto& reversed = subscale_.reversed_items();
    if (reversed.empty() || !Holds(reversed, index + 1)) return answer;
    const auto& range = *RangeOf(subscale_, index + 1, version_);
    return range.least() + range.most() - answer;
  }

  const Measure::Gate* DecidingGate() const {
    for (const auto& gate : subscale_.gates()) {
      if (!Holds(gate.versions(), version_)) continue;
      const auto& item = answers_->items(gate.item() - 1);
      if (item.has_value() && item.value() == gate.answer()) return &gate;
    }
    return nullptr;
  }

  bool Enough() {
    const int items = scored_.score.items();
    const int answered = scored_.score.answered();
    const int needed = subscale_.min_answered() == 0 ? items : subscale_.min_answered();
    if (answered < needed) {
      scored_.score.set_because(Count(answered, items) + "; " +
                                (needed == items ? "all" : "at least " + std::to_string(needed)) +
                                (needed == 1 ? " is needed" : " are needed"));
      return false;
    }
    if (answered < items) {
      scored_.score.set_because(Count(answered, items) + (subscale_.prorate()
                                                              ? "; scaled up to all"
                                                              : "; the mean of those"));
    }
    return true;
  }

  double Computed() const {
    double sum = 0;
    double product = 1;
    for (const double value : values_) {
      sum += value;
      product *= value;
    }
    const double answered = scored_.score.answered();
    switch (subscale_.formula()) {
      case Measure::FORMULA_MEAN:
        return sum / answered;
      case Measure::FORMULA_NORMED_100: {
        const auto& range = *RangeOf(subscale_, 1, version_);
        return kWhole - (sum / answered - range.least()) * kWhole / (range.most() - range.least());
      }
      case Measure::FORMULA_PRODUCT:
        return product;
      default:
        return subscale_.prorate() ? sum * scored_.score.items() / answered : sum;
    }
  }

  void Finish() {
    if (!scored_.exact.has_value()) return;
    const double rounded = RoundHalfUp(*scored_.exact, subscale_.decimals());
    scored_.score.set_score(rounded);
    if (subscale_.percent()) {
      scored_.score.set_percent(RoundHalfUp(rounded * kWhole / subscale_.most(), kPercentDecimals));
    }
    for (const auto& band : measure_.bands()) {
      if (rounded >= band.least() && rounded <= band.most()) scored_.score.set_band(band.band());
    }
    for (const auto& mark : subscale_.marks()) {
      if (!Holds(mark.versions(), version_)) continue;
      const auto& item = answers_->items(mark.item() - 1);
      if (item.has_value() && item.value() >= mark.at_least()) scored_.score.set_band(mark.band());
    }
  }

  const Measure& measure_;
  const Subscale& subscale_;
  const std::string& version_;
  const v1::SubscaleAnswers* answers_;
  std::vector<double> values_;
  Scored scored_;
};

v1::SubscaleScore Summarized(const Measure& measure, const std::vector<Scored>& parts) {
  v1::SubscaleScore summary;
  summary.set_subscale(std::string(kSummary));
  double sum = 0;
  bool all = true;
  for (const auto& part : parts) {
    summary.set_answered(summary.answered() + part.score.answered());
    summary.set_items(summary.items() + part.score.items());
    all = all && part.exact.has_value();
    sum += part.exact.value_or(0);
  }
  if (all) {
    summary.set_score(
        RoundHalfUp(sum / static_cast<double>(parts.size()), measure.summary().decimals()));
    if (summary.answered() < summary.items()) {
      summary.set_because(Count(summary.answered(), summary.items()) +
                          "; each subscale has enough");
    }
  } else {
    summary.set_because("a score of each subscale is needed");
  }
  return summary;
}

}  // namespace

absl::StatusOr<std::vector<v1::SubscaleScore>> Score(const v1::Measure& measure, const Form& form,
                                                     std::string_view path) {
  google::rpc::BadRequest violations;
  CheckForm(measure, form, path, violations);
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));

  const std::string version = VersionOf(measure, form.version);
  std::vector<Scored> parts;
  const auto subscales = SubscalesOf(measure, form.variant);
  parts.reserve(subscales.size());
  for (const auto* subscale : subscales) {
    const v1::SubscaleAnswers* answers = nullptr;
    for (const auto& given : form.answers) {
      if (given.subscale() == subscale->id()) answers = &given;
    }
    parts.push_back(SubscaleScoring(measure, *subscale, version, answers).Run());
  }
  std::vector<v1::SubscaleScore> scores;
  scores.reserve(parts.size() + 1);
  for (const auto& part : parts) scores.push_back(part.score);
  if (measure.has_summary()) scores.push_back(Summarized(measure, parts));
  return scores;
}

}  // namespace midstance::measures
