#include "services/cases/care/summary.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace midstance::cases {
namespace {

using v1::CaseSummary;

std::string DayTextOf(const CaseRecords& records, const google::protobuf::Timestamp& time) {
  return DayText(records.DayOf(time));
}

void FillNote(const CaseRecords& records, CaseSummary& summary) {
  const v1::Assessment* last = nullptr;
  for (const auto& assessment : records.assessments) {
    if (assessment.kind() != v1::Assessment::KIND_TELEPHONE) last = &assessment;
  }
  if (last == nullptr) return;
  auto& note = *summary.mutable_last_note();
  note.set_assessment(last->name());
  note.set_date(DayTextOf(records, last->occurred_time()));
  note.set_subjective(last->subjective());
  note.set_objective(last->objective());
  note.set_appraisal(last->assessment());
  note.set_plan(last->plan());
}

// Measure, variant, side, subscale.
using ScoreKey = std::tuple<std::string, std::string, int, std::string>;

void FillScores(const CaseRecords& records, CaseSummary& summary) {
  std::map<ScoreKey, CaseSummary::ScoreChange> changes;
  for (const auto& score : records.scores) {
    for (const auto& part : score.scores()) {
      if (!part.has_score()) continue;
      auto& change = changes[{score.measure(), score.variant(), score.side(), part.subscale()}];
      if (change.measure().empty()) {
        change.set_measure(score.measure());
        change.set_variant(score.variant());
        change.set_side(score.side());
        change.set_subscale(part.subscale());
        change.set_first_date(DayTextOf(records, score.occurred_time()));
        change.set_first(part.score());
      } else {
        change.set_last_date(DayTextOf(records, score.occurred_time()));
        change.set_last(part.score());
      }
    }
  }
  for (auto& [key, change] : changes) *summary.add_scores() = std::move(change);
}

void FillFlags(const CaseRecords& records, CaseSummary& summary) {
  for (const auto& escalation : records.escalations) {
    auto& flag = *summary.add_flags();
    flag.set_escalation(escalation.name());
    flag.set_title(escalation.title());
    flag.set_raised_date(DayTextOf(records, escalation.raised_time()));
    flag.set_urgency(escalation.urgency());
    flag.set_state(escalation.state());
    flag.set_outcome(escalation.resolution().outcome());
  }
}

void FillReferrals(const CaseRecords& records, CaseSummary& summary) {
  for (const auto& referral : records.referrals) {
    if (referral.state() == v1::Referral::STATE_DRAFTED) continue;
    auto& sent = *summary.add_referrals();
    sent.set_referral(referral.name());
    sent.set_addressee(referral.addressee().name());
    sent.set_state(referral.state());
    if (referral.steps_size() > 0) {
      sent.set_date(DayTextOf(records, referral.steps(referral.steps_size() - 1).time()));
    }
  }
}

}  // namespace

CaseSummary Summarize(const CaseRecords& records, const v1::Patient& patient, Instant now) {
  const CareFacts facts = FactsOf(records, now);
  const auto& of = records.of;
  CaseSummary summary;
  summary.set_case_(of.name());
  std::string person = patient.given_name();
  if (!person.empty() && !patient.family_name().empty()) person += " ";
  summary.set_patient(person + patient.family_name());
  summary.set_birth_date(patient.birth_date());
  summary.set_title(of.title());
  summary.set_complaint(of.complaint());
  *summary.mutable_sites() = of.sites();
  summary.set_clinician(of.clinician());
  summary.set_opened_date(DayTextOf(records, of.create_time()));
  if (facts.ended) summary.set_ended_date(DayText(facts.today));
  summary.set_state(of.state());
  summary.set_state_reason(of.state_reason());
  summary.set_close_reason(of.close_reason());
  summary.set_treatment_days(static_cast<int>(facts.treatment_days.size()));
  if (of.has_plan_of_care()) *summary.mutable_plan_of_care() = of.plan_of_care();
  *summary.mutable_goals() = of.goals();
  FillNote(records, summary);
  FillScores(records, summary);
  FillFlags(records, summary);
  FillReferrals(records, summary);
  summary.set_self_management_plan(of.self_management_plan());
  return summary;
}

}  // namespace midstance::cases
