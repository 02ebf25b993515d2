#include <algorithm>
#include <chrono>
#include <map>

#include "services/cases/care/records.h"
#include "services/cases/lifecycle.h"
#include "services/rpc/calendar.h"

namespace midstance::cases {
namespace {

bool IsVisit(const v1::FollowUp& follow_up) {
  return follow_up.kind() == v1::FollowUp::KIND_VISIT ||
         follow_up.kind() == v1::FollowUp::KIND_REASSESSMENT;
}

// When it was done; from before that was kept, when it was entered.
const google::protobuf::Timestamp& DoneTime(const v1::FollowUp& follow_up) {
  return follow_up.has_done_time() ? follow_up.done_time() : follow_up.end_time();
}

bool IsDone(const v1::FollowUp& follow_up) {
  return follow_up.state() == v1::FollowUp::STATE_COMPLETED;
}

std::vector<DatedRecord> TreatmentDays(const CaseRecords& records) {
  std::map<Day, std::string> days;
  for (const auto& assessment : records.assessments) {
    if (assessment.kind() == v1::Assessment::KIND_TELEPHONE) continue;
    days.emplace(records.DayOf(assessment.occurred_time()), assessment.name());
  }
  for (const auto& follow_up : records.follow_ups) {
    if (!IsVisit(follow_up) || !IsDone(follow_up)) continue;
    days.emplace(records.DayOf(DoneTime(follow_up)), follow_up.name());
  }
  std::vector<DatedRecord> found;
  found.reserve(days.size());
  for (const auto& [day, record] : days) found.push_back({day, record});
  return found;
}

std::optional<DatedRecord> LastReport(const CaseRecords& records) {
  std::optional<DatedRecord> last;
  for (const auto& assessment : records.assessments) {
    if (assessment.kind() != v1::Assessment::KIND_REVIEW &&
        assessment.kind() != v1::Assessment::KIND_DISCHARGE) {
      continue;
    }
    const Day day = records.DayOf(assessment.occurred_time());
    if (!last || day >= last->day) last = DatedRecord{day, assessment.name()};
  }
  return last;
}

std::optional<Instant> LastContact(const CaseRecords& records) {
  std::optional<Instant> last;
  const auto met = [&last](Instant at) { last = last ? std::max(*last, at) : at; };
  for (const auto& assessment : records.assessments) met(InstantOf(assessment.occurred_time()));
  for (const auto& follow_up : records.follow_ups) {
    if (IsDone(follow_up) && follow_up.kind() != v1::FollowUp::KIND_CHECK_REFERRAL) {
      met(InstantOf(DoneTime(follow_up)));
    }
  }
  return last;
}

}  // namespace

CareFacts FactsOf(const CaseRecords& records, Instant now) {
  CareFacts facts;
  facts.now = now;
  facts.ended = Ended(records.of);
  facts.today = facts.ended ? records.DayOf(records.of.state_time()) : records.DayOf(now);
  facts.treatment_days = TreatmentDays(records);
  facts.last_report = LastReport(records);
  facts.last_contact = LastContact(records);
  const auto planned = rpc::ParseDay(records.of.plan_of_care().start_date());
  if (planned.has_value()) {
    facts.first_treatment = DatedRecord{*planned, records.of.name()};
  } else if (!facts.treatment_days.empty()) {
    facts.first_treatment = facts.treatment_days.front();
  }
  for (const auto& escalation : records.escalations) {
    if (escalation.state() == v1::Escalation::STATE_RESOLVED) continue;
    facts.open_flags.push_back(escalation.name());
  }
  return facts;
}

std::string ScoreText(double score) {
  std::string text = std::to_string(score);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::optional<double> TotalOf(const v1::OutcomeScore& score) {
  for (const auto& part : score.scores()) {
    if (part.subscale() != "total" && score.scores_size() > 1) continue;
    if (part.has_score()) return part.score();
  }
  return std::nullopt;
}

}  // namespace midstance::cases
