#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "services/cases/care/check.h"

namespace midstance::cases {
namespace {

using v1::DischargeCriterion;
using Verdict = DischargeCriterion::Verdict;

constexpr Verdict kMet = DischargeCriterion::VERDICT_MET;
constexpr Verdict kNotMet = DischargeCriterion::VERDICT_NOT_MET;
constexpr Verdict kUnknown = DischargeCriterion::VERDICT_UNKNOWN;

// A verdict on its way into a criterion.
struct Found {
  Verdict verdict;
  std::string because;
  std::string missing;
  std::vector<std::string> evidence;
};

void Write(const Found& found, DischargeCriterion& criterion) {
  criterion.set_verdict(found.verdict);
  criterion.set_because(found.because);
  criterion.set_missing(found.missing);
  for (const auto& name : found.evidence) criterion.add_evidence(name);
}

// Left and right are measured apart: the scores of each side, oldest first.
std::map<int, std::vector<const v1::OutcomeScore*>> ScoresBySide(const CaseRecords& records,
                                                                 std::string_view measure,
                                                                 std::string_view variant) {
  std::map<int, std::vector<const v1::OutcomeScore*>> sides;
  for (const auto& score : records.scores) {
    if (score.measure() != measure || score.variant() != variant) continue;
    if (TotalOf(score).has_value()) sides[score.side()].push_back(&score);
  }
  return sides;
}

Found GoalsFound(const v1::Case& of) {
  if (of.goals().empty()) {
    return {kUnknown, "no goals are written down", "goals of the patient", {}};
  }
  const auto met = std::count_if(of.goals().begin(), of.goals().end(),
                                 [](const v1::Goal& goal) { return !goal.met_date().empty(); });
  const std::string told =
      std::to_string(met) + " of " + std::to_string(of.goals_size()) + " goals are met";
  if (met == of.goals_size()) return {kMet, told, "", {of.name()}};
  return {kNotMet, told, "the goals that are not met yet", {of.name()}};
}

Found PlateauFound(const CaseRecords& records, const v1::CareRule& rule) {
  const auto reviews = static_cast<std::size_t>(rule.in_a_row());
  Found found{kUnknown,
              "too few scores to tell a plateau",
              "a first score and " + std::to_string(reviews) + " reviews of one measure",
              {}};
  for (const auto& least : rule.least_changes()) {
    for (const auto& [side, scores] : ScoresBySide(records, least.measure(), least.variant())) {
      if (scores.size() <= reviews) continue;
      for (std::size_t i = scores.size() - reviews; i < scores.size(); ++i) {
        const double change = *TotalOf(*scores[i]) - *TotalOf(*scores[i - 1]);
        if (std::abs(change) < least.points()) continue;
        return {kNotMet,
                least.measure() + " changed by " + ScoreText(std::abs(change)) +
                    " in one of the last " + std::to_string(reviews) + " reviews",
                "reviews without a change that matters",
                {scores[i]->name()}};
      }
      found = {kMet, "no change that matters in " + std::to_string(reviews) + " reviews", "",
               std::move(found.evidence)};
      found.evidence.push_back(scores.back()->name());
    }
  }
  return found;
}

// One that is met is enough.
Found GoalsOrPlateau(const CaseRecords& records, const v1::CareRule& rule) {
  auto goals = GoalsFound(records.of);
  if (goals.verdict == kMet) return goals;
  auto plateau = PlateauFound(records, rule);
  if (plateau.verdict == kMet) return plateau;
  goals.because += "; " + plateau.because;
  goals.missing += ", or " + plateau.missing;
  if (plateau.verdict == kUnknown) goals.verdict = kUnknown;
  return goals;
}

// The latest score of each side; all of them must do.
Found ScoreFound(const CaseRecords& records, const v1::CareRule& rule) {
  const std::string what =
      rule.measure() + (rule.variant().empty() ? "" : " (" + rule.variant() + ")");
  const auto sides = ScoresBySide(records, rule.measure(), rule.variant());
  if (sides.empty()) return {kUnknown, "no score of " + what, "a score of " + what, {}};
  Found found{kMet, "", "", {}};
  for (const auto& [side, scores] : sides) {
    const auto& last = *scores.back();
    const double score = *TotalOf(last);
    const bool fits = !(rule.has_at_least() && score < rule.at_least()) &&
                      !(rule.has_at_most() && score > rule.at_most());
    found.because += (found.because.empty() ? "" : "; ") + what + " was " + ScoreText(score) +
                     " on " + DayText(records.DayOf(last.occurred_time()));
    found.evidence.push_back(last.name());
    if (fits) continue;
    found.verdict = kNotMet;
    found.missing = rule.has_at_least() ? "a score of at least " + ScoreText(rule.at_least())
                                        : "a score of at most " + ScoreText(rule.at_most());
  }
  return found;
}

Found RunningFound(const CaseRecords& records, const CareFacts& facts, const v1::CareRule& rule) {
  if (records.running_plans.empty()) {
    return {kUnknown,
            "there is no way back to running in this case",
            "a running plan, or the therapist's word",
            {}};
  }
  const auto& plan = records.running_plans.back();
  if (plan.state() != v1::RunningPlan::STATE_COMPLETED) {
    return {kNotMet, "the way back to running is not completed", "the running goal", {plan.name()}};
  }
  const Day reached = records.DayOf(plan.has_end_time() ? plan.end_time() : plan.update_time());
  const auto held = (facts.today - reached).count();
  const std::string told = "back to running since " + DayText(reached) + ", " +
                           std::to_string(held) + " of " + std::to_string(rule.within_days()) +
                           " days";
  if (held >= rule.within_days()) return {kMet, told, "", {plan.name()}};
  return {kNotMet, told, "time at the goal", {plan.name()}};
}

Found MissedContacts(const CaseRecords& records, const CareFacts& facts, const v1::CareRule& rule) {
  std::vector<std::string> missed;
  for (const auto& follow_up : records.follow_ups) {
    const Instant due = InstantOf(follow_up.due_time());
    const bool waits = follow_up.state() == v1::FollowUp::STATE_SCHEDULED &&
                       follow_up.kind() != v1::FollowUp::KIND_CHECK_REFERRAL;
    if (!waits || due >= facts.now) continue;
    if (facts.last_contact && due < *facts.last_contact) continue;
    missed.push_back(follow_up.name());
  }
  const std::string told = std::to_string(missed.size()) + " of " +
                           std::to_string(rule.in_a_row()) + " contacts missed since the last one";
  if (missed.size() >= static_cast<std::size_t>(rule.in_a_row())) return {kMet, told, "", missed};
  return {kNotMet, told, "contacts that were missed", missed};
}

bool IsOut(const v1::Referral& referral) {
  return referral.state() != v1::Referral::STATE_DRAFTED &&
         referral.state() != v1::Referral::STATE_DECLINED &&
         referral.state() != v1::Referral::STATE_LOST;
}

Found ReferredOut(const CaseRecords& records) {
  const auto out = std::find_if(records.referrals.begin(), records.referrals.end(), IsOut);
  if (out == records.referrals.end()) {
    return {kNotMet, "no referral was sent", "a doctor who takes the care over", {}};
  }
  return {kUnknown,
          "a referral was sent; the records do not tell whether the care was taken over",
          "the therapist's word, as the reason of the move",
          {out->name()}};
}

Found OpenFlags(const CareFacts& facts) {
  if (facts.open_flags.empty()) return {kMet, "every red flag is resolved", "", {}};
  return {
      kNotMet,
      (facts.open_flags.size() == 1 ? "one red flag is"
                                    : std::to_string(facts.open_flags.size()) + " red flags are") +
          " not resolved",
      "their resolution", facts.open_flags};
}

Found SelfManagement(const v1::Case& of) {
  if (!of.self_management_plan().empty()) return {kMet, "it is written down", "", {of.name()}};
  return {kNotMet, "it is not written down", "self_management_plan of the case", {}};
}

}  // namespace

void CheckCriterion(const CaseRecords& records, const CareFacts& facts, const v1::CareRule& rule,
                    DischargeCriterion& criterion) {
  const auto& id = rule.id();
  if (id == "goals-or-plateau") return Write(GoalsOrPlateau(records, rule), criterion);
  if (!rule.measure().empty()) return Write(ScoreFound(records, rule), criterion);
  if (id == "running-goal-held") return Write(RunningFound(records, facts, rule), criterion);
  if (id == "self-management") return Write(SelfManagement(records.of), criterion);
  if (id == "no-open-flag") return Write(OpenFlags(facts), criterion);
  if (id == "referral-out") return Write(ReferredOut(records), criterion);
  if (id == "missed-contacts") return Write(MissedContacts(records, facts, rule), criterion);
  Write({kUnknown,
         "the records do not tell what the patient wishes",
         "the therapist's word, as the reason of the move",
         {}},
        criterion);
}

}  // namespace midstance::cases
