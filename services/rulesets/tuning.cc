#include "services/rulesets/tuning.h"

#include <algorithm>
#include <cmath>

#include "support/data_text.h"

namespace midstance::rulesets {
namespace {

constexpr double kPercent = 100;
constexpr double kTenths = 10;

// As fine as a clinician would set it: whole where the present one is, else to a tenth.
double Rounded(double value, bool whole) {
  return whole ? std::round(value) : std::round(value * kTenths) / kTenths;
}

bool MayBeProposed(const v1::TunedValue& value) {
  return !value.present() && value.problems().empty() && value.missed_confirmed() == 0 &&
         value.late_confirmed() == 0 && value.broken_scenarios() == 0;
}

}  // namespace

absl::StatusOr<config::v1::RuleTuning> ParseTuning(std::string_view text) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto tuning,
                             ParseDataText<config::v1::RuleTuning>("rule tuning", text));
  const auto& ladder = tuning.ladder_percent();
  if (tuning.source().empty() || tuning.minutes_of_an_alarm() <= 0 ||
      std::any_of(ladder.begin(), ladder.end(), [](double percent) { return percent <= 0; })) {
    return absl::FailedPreconditionError(
        "the rule tuning: needs a source, and minutes and percents above 0");
  }
  return tuning;
}

const config::v1::RuleTuning& ShippedTuning() {
  static const config::v1::RuleTuning kShipped = RightOrEnd(ParseTuning(TuningText()));
  return kShipped;
}

std::vector<double> ValuesToTry(const config::v1::RuleTuning& tuning,
                                const rules::RuleNumber& number, std::vector<double> asked) {
  std::vector<double> values = std::move(asked);
  if (values.empty()) {
    const bool whole = number.whole || std::trunc(number.value) == number.value;
    const double least = number.whole ? 1 : 0;
    const auto add = [&](double value) { values.push_back(std::max(value, least)); };
    for (const double percent : tuning.ladder_percent()) {
      add(Rounded(number.value * percent / kPercent, whole));
    }
    if (whole) add(number.value - 1);
    if (whole) add(number.value + 1);
  }
  values.push_back(number.value);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

void Recommend(std::vector<v1::TunedValue>& values) {
  const auto present = std::find_if(values.begin(), values.end(),
                                    [](const v1::TunedValue& value) { return value.present(); });
  if (present == values.end()) return;
  const auto far = [&](const v1::TunedValue& value) {
    return std::abs(value.value() - present->value());
  };
  v1::TunedValue* best = nullptr;
  for (auto& value : values) {
    if (!MayBeProposed(value) || value.alarms() >= present->alarms()) continue;
    const bool is_better = best == nullptr || value.alarms() < best->alarms() ||
                           (value.alarms() == best->alarms() && far(value) < far(*best));
    if (is_better) best = &value;
  }
  if (best != nullptr) best->set_recommended(true);
}

}  // namespace midstance::rulesets
