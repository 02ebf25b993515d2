#include <chrono>
#include <string_view>

#include "services/cases/care/check.h"
#include "services/rpc/calendar.h"

namespace midstance::cases {
namespace {

using std::chrono::days;
using v1::CareItem;

void Tell(CareItem& item, CareItem::Status status, std::string because) {
  item.set_status(status);
  item.set_because(std::move(because));
}

void TellNoTreatment(CareItem& item) {
  Tell(item, CareItem::STATUS_UNKNOWN, "no first treatment is known: no plan of care, no visit");
}

std::string ListOf(const std::vector<std::string_view>& words) {
  std::string text;
  for (const auto word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

void CheckNote(const CaseRecords& records, CareItem& item) {
  const v1::Assessment* last = nullptr;
  for (const auto& assessment : records.assessments) {
    if (assessment.kind() != v1::Assessment::KIND_TELEPHONE) last = &assessment;
  }
  if (last == nullptr) {
    return Tell(item, CareItem::STATUS_SCHEDULED, "nothing was examined yet");
  }
  std::vector<std::string_view> missing;
  if (last->subjective().empty()) missing.emplace_back("subjective");
  if (last->objective().empty() && last->reports().empty()) missing.emplace_back("objective");
  if (last->assessment().empty()) missing.emplace_back("assessment");
  if (last->plan().empty()) missing.emplace_back("plan");
  item.add_evidence(last->name());
  const std::string day = DayText(records.DayOf(last->occurred_time()));
  if (missing.empty()) return Tell(item, CareItem::STATUS_DONE, "the note of " + day + " is whole");
  Tell(item, CareItem::STATUS_DUE, "the note of " + day + " lacks: " + ListOf(missing));
}

void CheckPlan(const CaseRecords& records, const CareFacts& facts, CareItem& item) {
  if (!records.of.has_plan_of_care()) {
    return Tell(item,
                facts.treatment_days.empty() ? CareItem::STATUS_SCHEDULED : CareItem::STATUS_DUE,
                "there is no plan of care");
  }
  const auto& plan = records.of.plan_of_care();
  std::vector<std::string_view> missing;
  if (plan.impairment().empty()) missing.emplace_back("impairment");
  if (plan.long_term_goals().empty()) missing.emplace_back("long-term goals");
  if (plan.treatment().empty()) missing.emplace_back("type of treatment");
  if (!plan.has_visits()) missing.emplace_back("amount (visits)");
  if (!plan.has_visits_per_week()) missing.emplace_back("frequency (visits a week)");
  if (!plan.has_weeks()) missing.emplace_back("duration (weeks)");
  if (missing.empty()) return Tell(item, CareItem::STATUS_DONE, "the plan of care is whole");
  Tell(item, CareItem::STATUS_DUE, "the plan of care lacks: " + ListOf(missing));
}

void CheckSummary(const CaseRecords& records, CareItem& item) {
  for (const auto& assessment : records.assessments) {
    if (assessment.kind() != v1::Assessment::KIND_DISCHARGE) continue;
    item.add_evidence(assessment.name());
    return Tell(item, CareItem::STATUS_DONE,
                "the last examination is recorded; RenderCaseSummary writes the summary");
  }
  const bool due = records.of.state() == v1::Case::STATE_DISCHARGE_PLANNED ||
                   records.of.state() == v1::Case::STATE_DISCHARGED;
  Tell(item, due ? CareItem::STATUS_DUE : CareItem::STATUS_SCHEDULED,
       "no last examination is recorded");
}

void CheckCertification(const CaseRecords& records, const CareFacts& facts,
                        const v1::CareRule& rule, CareItem& item) {
  if (const auto last = rpc::ParseDay(records.of.plan_of_care().certified_date())) {
    DueOn(*last + days{rule.again_days()}, facts.today, item);
    item.set_because("certified on " + DayText(*last) + "; again within " +
                     std::to_string(rule.again_days()) + " days");
    return item.add_evidence(records.of.name());
  }
  if (!facts.first_treatment) return TellNoTreatment(item);
  DueOn(facts.first_treatment->day + days{rule.within_days()}, facts.today, item);
  item.set_because("not certified; first treated on " + DayText(facts.first_treatment->day) +
                   ", to be certified within " + std::to_string(rule.within_days()) + " days");
  item.add_evidence(facts.first_treatment->record);
}

void CheckProgressReport(const CareFacts& facts, const v1::CareRule& rule, CareItem& item) {
  if (!facts.last_report && !facts.first_treatment) return TellNoTreatment(item);
  const DatedRecord& from = facts.last_report ? *facts.last_report : *facts.first_treatment;
  Day due = from.day + days{rule.within_days()};
  // The day of a report closes its period; the day of the first treatment opens the first one.
  int seen = 0;
  for (const auto& treated : facts.treatment_days) {
    if (treated.day < from.day || (facts.last_report && treated.day == from.day)) continue;
    if (++seen == rule.treatment_days()) due = std::min(due, treated.day);
  }
  DueOn(due, facts.today, item);
  item.set_because(std::to_string(seen) + (seen == 1 ? " treatment day" : " treatment days") +
                   " since " + (facts.last_report ? "the report of " : "the first treatment on ") +
                   DayText(from.day) + "; due after " + std::to_string(rule.treatment_days()) +
                   " or " + std::to_string(rule.within_days()) + " days");
  item.add_evidence(from.record);
}

// The first score of the window, if any.
const v1::OutcomeScore* ScoreBetween(const CaseRecords& records, Day first, Day end) {
  for (const auto& score : records.scores) {
    const Day day = records.DayOf(score.occurred_time());
    if (day >= first && day < end) return &score;
  }
  return nullptr;
}

void TellTaken(const CaseRecords& records, const v1::OutcomeScore& score, CareItem& item) {
  Tell(item, CareItem::STATUS_DONE, "taken on " + DayText(records.DayOf(score.occurred_time())));
  item.add_evidence(score.name());
}

void CheckLastScores(const CaseRecords& records, const CareFacts& facts, const v1::CareRule& rule,
                     const Window& window, CareItem& item) {
  const bool planned = records.of.state() == v1::Case::STATE_DISCHARGE_PLANNED;
  if (!planned && !facts.ended) {
    return Tell(item, CareItem::STATUS_SCHEDULED, "no discharge is planned");
  }
  const Day from = facts.today + days{*window.first};
  const auto* const taken = ScoreBetween(records, from, facts.today + days{1});
  if (taken != nullptr) return TellTaken(records, *taken, item);
  Tell(item, CareItem::STATUS_DUE,
       "no outcome measure was taken in the last " + std::to_string(rule.within_days()) + " days");
}

}  // namespace

void CheckDocument(const CaseRecords& records, const CareFacts& facts, CareItem& item) {
  if (item.rule() == "soap-note") return CheckNote(records, item);
  if (item.rule() == "plan-of-care") return CheckPlan(records, facts, item);
  CheckSummary(records, item);
}

void CheckDate(const CaseRecords& records, const CareFacts& facts, const v1::CareRule& rule,
               CareItem& item) {
  if (rule.has_again_days()) return CheckCertification(records, facts, rule, item);
  CheckProgressReport(facts, rule, item);
}

void CheckReassessment(const CaseRecords& records, const CareFacts& facts, const v1::CareRule& rule,
                       const Window& window, CareItem& item) {
  if (!rule.has_first_day()) return CheckLastScores(records, facts, rule, window, item);
  if (!facts.first_treatment) return TellNoTreatment(item);
  const Day start = facts.first_treatment->day;
  const Day first = window.first ? start + days{*window.first} : Day::min();
  const Day last = start + days{rule.last_day()};
  const Day end = window.end ? start + days{*window.end} : Day::max();
  item.set_due_date(DayText(last));
  if (const auto* taken = ScoreBetween(records, first, end))
    return TellTaken(records, *taken, item);
  item.add_evidence(facts.first_treatment->record);
  const std::string since = "first treated on " + DayText(start) + "; no outcome measure since";
  if (facts.today < first) return Tell(item, CareItem::STATUS_SCHEDULED, "its time is to come");
  if (facts.today <= last) return Tell(item, CareItem::STATUS_DUE, since);
  Tell(item, facts.today < end ? CareItem::STATUS_OVERDUE : CareItem::STATUS_MISSED,
       facts.today < end ? since : "nothing was taken before the next one came");
}

bool CheckDirectAccess(const CaseRecords& records, const CareFacts& facts,
                       const v1::DirectAccessLimits& limits, CareItem& item) {
  const bool by_days = item.rule() == "direct-access-days";
  const bool by_visits = item.rule() == "direct-access-visits";
  const bool by_notice = !by_days && !by_visits;
  if (by_days && !limits.has_limit_days()) return false;
  if (by_visits && !limits.has_limit_visits()) return false;
  if (by_notice && !limits.has_notify_within_days()) return false;
  if (!limits.source().empty()) item.set_source(limits.source());

  const auto& access = records.of.direct_access();
  if (!access.referred_by().empty() || !access.referral_date().empty()) {
    Tell(item, CareItem::STATUS_NOT_APPLICABLE, "the patient came with a referral");
    return true;
  }
  if (by_notice && !access.notified_date().empty()) {
    Tell(item, CareItem::STATUS_DONE, "the doctor was told on " + access.notified_date());
    return true;
  }
  if (!facts.first_treatment) {
    TellNoTreatment(item);
    return true;
  }
  item.add_evidence(facts.first_treatment->record);
  if (by_visits) {
    const int seen = static_cast<int>(facts.treatment_days.size());
    const int limit = limits.limit_visits();
    Tell(item,
         seen < limit    ? CareItem::STATUS_SCHEDULED
         : seen == limit ? CareItem::STATUS_DUE
                         : CareItem::STATUS_OVERDUE,
         std::to_string(seen) + " of " + std::to_string(limit) + " visits without a referral");
    return true;
  }
  const int within = by_days ? limits.limit_days() : limits.notify_within_days();
  DueOn(facts.first_treatment->day + days{within}, facts.today, item);
  item.set_because(std::string(by_days ? "without a referral" : "the doctor was not told") +
                   ", first treated on " + DayText(facts.first_treatment->day) + "; the limit is " +
                   std::to_string(within) + " days");
  return true;
}

}  // namespace midstance::cases
