#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/outcome_score.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/running_plan.pb.h"
#include "midstance/v1/timeline.pb.h"
#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

// What each resource of a case adds to its timeline, in plain words.
namespace midstance::cases {

// An entry with its place. The order of a timeline is total: newest first by the time it occurred,
// then by resource, then by what happened to the resource last.
struct Placed {
  std::int64_t occurred = 0;  // microseconds
  std::string resource;
  int step = 0;
  v1::TimelineEntry entry;

  bool Before(const Placed& other) const;
};

using Entries = std::vector<Placed>;

void AddTo(Entries& timeline, const v1::Case& of);
void AddTo(Entries& timeline, const v1::Assessment& assessment);
void AddTo(Entries& timeline, const v1::CheckIn& check_in);
void AddTo(Entries& timeline, const v1::FollowUp& follow_up);
void AddTo(Entries& timeline, const v1::Escalation& escalation);
void AddTo(Entries& timeline, const v1::Referral& referral);
// Also prescriptions whose first day is still to come.
// A prescription occurs when its first day begins.
void AddTo(Entries& timeline, const v1::Enrollment& enrollment,
           const schedule::ClinicCalendar& calendar);
void AddTo(Entries& timeline, const v1::OutcomeScore& score);
void AddTo(Entries& timeline, const v1::RunningPlan& plan);

// Adds an entry, with its summary cut to a length that fits. Without `entered` it has none.
struct Happened {
  const std::string& resource;
  v1::TimelineEntry::Kind kind;
  int step;
  Instant occurred;
  std::optional<Instant> entered;
  std::string summary;
  std::string actor;
};
void Put(Entries& timeline, Happened happened);
// "Title: more", or the title alone.
std::string Titled(std::string_view title, std::string_view more);
// "STATE_DISCHARGE_PLANNED" -> "discharge planned".
std::string StateWords(std::string_view enum_name);
// What became of a record since: "; amended since", "; taken back since", or nothing.
std::string_view Standing(v1::RecordState state);

}  // namespace midstance::cases
