#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/escalations/confirmed.h"
#include "services/reports/answer.h"
#include "services/reports/in_care.h"
#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"

namespace midstance::reports {
namespace {

using v1::Escalation;
using v1::Referral;

// A rule is to be looked at when fewer than half of its last so many were acted on.
constexpr std::size_t kReviewed = 30;

struct Quality {
  int fired = 0, acknowledged = 0, acted_on = 0, wrong_alarm = 0, other = 0, open = 0;
  int confirmed = 0, doctor_confirmed = 0, doctor_other = 0, doctor_nothing = 0;
  std::map<Escalation::OverrideReason, int> overrides;
  std::vector<std::pair<Instant, bool>> resolved;  // when, and whether it was acted on
};

// The rule of the highest urgency, the last of equals: what the escalation is titled by.
std::string HighestRule(const Escalation& escalation) {
  const rules::v1::RuleResult* highest = nullptr;
  for (const auto& firing : escalation.firings()) {
    if (highest == nullptr || firing.result().urgency() >= highest->urgency()) {
      highest = &firing.result();
    }
  }
  return highest == nullptr ? escalation.family() : highest->rule();
}

void CountOutcome(const Escalation& escalation, Quality& quality) {
  ++quality.fired;
  quality.acknowledged += AcknowledgedTime(escalation).has_value() ? 1 : 0;
  if (escalation.state() != Escalation::STATE_RESOLVED) {
    ++quality.open;
    return;
  }
  const auto& end = escalation.resolution();
  const bool acted_on = end.outcome() == Escalation::OUTCOME_REFERRED ||
                        end.outcome() == Escalation::OUTCOME_TREATED_ON;
  quality.resolved.emplace_back(InstantOf(end.resolve_time()), acted_on);
  if (acted_on) {
    ++quality.acted_on;
  } else if (end.outcome() == Escalation::OUTCOME_WRONG_ALARM) {
    ++quality.wrong_alarm;
    ++quality.overrides[end.override_reason()];
  } else {
    ++quality.other;
  }
}

// What doctors answered, by the escalation that the referral was made from.
using MadeFrom = std::map<std::string, std::vector<Referral>>;

absl::StatusOr<MadeFrom> ReferralsOf(const Run& run) {
  MadeFrom all;
  MIDSTANCE_RETURN_IF_ERROR(run.reader.ForEach<Referral>(run.Query(), [&](Referral& referral) {
    if (referral.escalation().empty()) return;
    if (referral.replies().empty() && referral.finding().empty()) return;
    all[referral.escalation()].push_back(std::move(referral));
  }));
  return all;
}

// Of several doctors the one who found most counts.
void CountAnswers(const Escalation& escalation, const MadeFrom& referrals, Quality& quality) {
  const auto made = referrals.find(escalation.name());
  const Referral* latest = nullptr;
  std::array<bool, Referral::Answer_ARRAYSIZE> found = {};
  if (made != referrals.end()) {
    for (const auto& referral : made->second) {
      found[static_cast<std::size_t>(escalations::FoundBy(referral))] = true;
      if (referral.name() == escalation.referral()) latest = &referral;
    }
  }
  quality.confirmed += escalations::IsConfirmed(escalation, latest) ? 1 : 0;
  if (found[Referral::ANSWER_CONFIRMED]) {
    ++quality.doctor_confirmed;
  } else if (found[Referral::ANSWER_OTHER_FINDING]) {
    ++quality.doctor_other;
  } else if (found[Referral::ANSWER_NOTHING_FOUND]) {
    ++quality.doctor_nothing;
  }
}

// "Explained 3, duplicate 1": the most frequent first.
std::string OverridesText(const Quality& quality) {
  std::vector<std::pair<int, Escalation::OverrideReason>> by_count;
  for (const auto& [reason, count] : quality.overrides) by_count.emplace_back(-count, reason);
  std::sort(by_count.begin(), by_count.end());
  std::string text;
  for (const auto& [count, reason] : by_count) {
    std::string words = reason == Escalation::OVERRIDE_REASON_UNSPECIFIED
                            ? "Not told"
                            : WordsOf(Escalation::OverrideReason_Name(reason), "OVERRIDE_REASON_");
    if (!text.empty()) {
      text += ", ";
      words[0] = static_cast<char>(words[0] - 'A' + 'a');
    }
    text += words + " " + std::to_string(-count);
  }
  return text;
}

bool ToReview(Quality& quality) {
  std::sort(quality.resolved.rbegin(), quality.resolved.rend());
  const auto looked_at = std::min(kReviewed, quality.resolved.size());
  const auto acted_on = std::count_if(
      quality.resolved.begin(), quality.resolved.begin() + static_cast<std::ptrdiff_t>(looked_at),
      [](const auto& one) { return one.second; });
  return 2 * static_cast<std::size_t>(acted_on) < looked_at;
}

v1::ReportRow QualityRow(const Run& run, const std::string& rule, double weeks, Quality& quality) {
  Row row(run.definition);
  row.Text("rule", rule)
      .Number("fired", quality.fired)
      .Number("acknowledged", quality.acknowledged)
      .Number("acted_on", quality.acted_on)
      .Number("wrong_alarm", quality.wrong_alarm)
      .Number("other", quality.other)
      .Number("open", quality.open)
      .Text("overrides", OverridesText(quality))
      .Number("confirmed", quality.confirmed)
      .Number("doctor_confirmed", quality.doctor_confirmed)
      .Number("doctor_other", quality.doctor_other)
      .Number("doctor_nothing", quality.doctor_nothing);
  const int resolved = quality.fired - quality.open;
  row.Number("resolved", resolved);
  if (resolved > 0) {
    row.Number("precision", std::round(100.0 * quality.acted_on / resolved))
        .Number("override_rate", std::round(100.0 * quality.wrong_alarm / resolved))
        .Text("review", ToReview(quality) ? "yes" : "no");
  }
  if (weeks > 0) row.Number("weekly_per_100", OneDecimal(100.0 * quality.fired / weeks));
  return std::move(row).Take();
}

}  // namespace

absl::StatusOr<Rows> RuleQuality(const Run& run) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto referrals, ReferralsOf(run));
  std::map<std::string, Quality> of_rule;
  MIDSTANCE_RETURN_IF_ERROR(
      run.reader.ForEach<Escalation>(run.Query(), [&](const Escalation& escalation) {
        if (!run.InPeriod(escalation.raised_time())) return;
        Quality& quality = of_rule[HighestRule(escalation)];
        CountOutcome(escalation, quality);
        CountAnswers(escalation, referrals, quality);
      }));
  MIDSTANCE_ASSIGN_OR_RETURN(const double weeks, WeeksInCare(run));
  Rows rows;
  rows.rows.reserve(of_rule.size());
  for (auto& [rule, quality] : of_rule) rows.rows.push_back(QualityRow(run, rule, weeks, quality));
  return rows;
}

}  // namespace midstance::reports
