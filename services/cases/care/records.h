#pragma once

#include <optional>
#include <string>
#include <vector>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/outcome_score.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/running_plan.pb.h"
#include "services/rpc/calendar.h"
#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

namespace midstance::cases {

// What the store has of one episode, each kind oldest first. Of records that can be taken back only
// those that count.
struct CaseRecords {
  explicit CaseRecords(schedule::ClinicCalendar of_clinic) : calendar(of_clinic) {}

  Day DayOf(Instant at) const { return calendar.DateOf(at); }
  Day DayOf(const google::protobuf::Timestamp& time) const { return DayOf(InstantOf(time)); }

  // Whose days count.
  schedule::ClinicCalendar calendar;
  v1::Case of;
  std::vector<v1::Assessment> assessments;
  std::vector<v1::OutcomeScore> scores;
  std::vector<v1::RunningPlan> running_plans;
  std::vector<v1::Enrollment> enrollments;
  std::vector<v1::Escalation> escalations;
  std::vector<v1::FollowUp> follow_ups;
  std::vector<v1::Referral> referrals;
};

// A day and the record that it comes from; a day of the plan of care comes from the case.
struct DatedRecord {
  Day day;
  std::string record;
};

// What the rules count from, in days of the clinic's calendar.
struct CareFacts {
  Instant now;
  Day today;  // of an ended case: the day on which it ended
  bool ended = false;
  // The first day of the plan of care, or the first day on which the patient was seen.
  std::optional<DatedRecord> first_treatment;
  // Days on which the patient was seen, each once: examined, or a visit that was planned and done.
  std::vector<DatedRecord> treatment_days;
  // The last re-assessment, which is also the last report.
  std::optional<DatedRecord> last_report;
  // When somebody of the staff last reached the patient.
  std::optional<Instant> last_contact;
  // Red flags that are not resolved.
  std::vector<std::string> open_flags;
};

CareFacts FactsOf(const CaseRecords& records, Instant now);

using rpc::DayText;
// "7" and "2.5".
std::string ScoreText(double score);
// Of one whole: the subscale "total", or the only one. Nothing when too few items were answered.
std::optional<double> TotalOf(const v1::OutcomeScore& score);

}  // namespace midstance::cases
