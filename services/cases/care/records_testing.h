#pragma once

#include <chrono>
#include <string>

#include "services/cases/care/check.h"
#include "services/cases/workflow.h"

// For the tests beside it: an episode that is told day by day.
namespace midstance::cases {

// Monday 2 March 2026 is day 0; everything happens at nine, UTC.
class Episode {
 public:
  static constexpr Day kStart{std::chrono::year{2026} / 3 / 2};

  explicit Episode(schedule::ClinicCalendar calendar = schedule::ClinicCalendar::Utc())
      : records(calendar) {
    records.of.set_name("patients/p/cases/c");
    records.of.set_state(v1::Case::STATE_IN_PROGRAM);
    records.of.set_title("Left hip pain");
    *records.of.mutable_create_time() = At(0);
    *records.of.mutable_state_time() = At(0);
  }

  static Instant On(int day) {
    return Instant{kStart + std::chrono::days{day}} + std::chrono::hours{9};
  }
  static google::protobuf::Timestamp At(int day) { return TimestampOf(On(day)); }
  static std::string Text(int day) { return DayText(kStart + std::chrono::days{day}); }

  v1::PlanOfCare& Plan(int day) {
    auto& plan = *records.of.mutable_plan_of_care();
    plan.set_impairment("Hip flexor tightness");
    plan.set_long_term_goals("Run 10 km");
    plan.set_treatment("Release and strength");
    plan.set_start_date(Text(day));
    return plan;
  }
  v1::Assessment& Visit(int day, v1::Assessment::Kind kind = v1::Assessment::KIND_INITIAL) {
    auto& visit = records.assessments.emplace_back();
    visit.set_name(Child("assessments"));
    visit.set_kind(kind);
    *visit.mutable_occurred_time() = At(day);
    return visit;
  }
  v1::FollowUp& FollowUp(int due, v1::FollowUp::Kind kind, v1::FollowUp::State state) {
    auto& follow_up = records.follow_ups.emplace_back();
    follow_up.set_name(Child("followUps"));
    follow_up.set_kind(kind);
    follow_up.set_state(state);
    *follow_up.mutable_due_time() = At(due);
    if (state == v1::FollowUp::STATE_COMPLETED)
      *follow_up.mutable_end_time() = *follow_up.mutable_done_time() = At(due);
    return follow_up;
  }
  void Treat(int day) { FollowUp(day, v1::FollowUp::KIND_VISIT, v1::FollowUp::STATE_COMPLETED); }
  v1::OutcomeScore& Score(int day, const std::string& measure, const std::string& variant,
                          double total, v1::Side side = v1::SIDE_UNSPECIFIED) {
    auto& score = records.scores.emplace_back();
    score.set_name(Child("outcomeScores"));
    score.set_measure("measures/" + measure);
    score.set_variant(variant);
    score.set_side(side);
    *score.mutable_occurred_time() = At(day);
    auto& part = *score.add_scores();
    part.set_subscale("total");
    part.set_score(total);
    return score;
  }
  v1::Referral& Refer(v1::Referral::State state) {
    auto& referral = records.referrals.emplace_back();
    referral.set_name(Child("referrals"));
    referral.set_state(state);
    return referral;
  }
  v1::Escalation& Flag(v1::Escalation::State state) {
    auto& flag = records.escalations.emplace_back();
    flag.set_name(Child("escalations"));
    flag.set_state(state);
    return flag;
  }

  v1::CheckCaseResponse CheckOn(int day) const {
    return CheckRecords(records, CareTable(), limits.clinic().empty() ? nullptr : &limits, On(day));
  }
  // An empty one when the rule is not among them.
  v1::CareItem Item(const std::string& rule, int day) const {
    const auto found = CheckOn(day);
    for (const auto& item : found.items()) {
      if (item.rule() == rule) return item;
    }
    return {};
  }
  v1::DischargeCriterion Criterion(const std::string& rule, int day) const {
    const auto found = CheckOn(day);
    for (const auto& criterion : found.criteria()) {
      if (criterion.rule() == rule) return criterion;
    }
    return {};
  }

  CaseRecords records;
  v1::DirectAccessLimits limits;

 private:
  std::string Child(const std::string& collection) {
    return "patients/p/cases/c/" + collection + "/" + std::to_string(++made_);
  }

  int made_ = 0;
};

}  // namespace midstance::cases
