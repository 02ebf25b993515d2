#pragma once

#include <google/protobuf/repeated_field.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/running_plan.pb.h"
#include "services/rpc/calendar.h"
#include "services/running/mechanics.h"
#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

// What decisions about running are made from. Days are those of the clinic's calendar. What was not
// told is unset, and never counts as good.
namespace midstance::running {

using Sites = google::protobuf::RepeatedPtrField<v1::Site>;

// From good to bad.
enum class Walking : std::uint8_t { kFull, kLimp, kUnable };
enum class Settles : std::uint8_t { kYes, kUnknown, kNo };

// What one check-in says about running. Of several sites and answers the worst.
struct Report {
  std::string entry;  // name of the check-in
  Instant observed;
  Instant entered;
  Day day;  // on which it was observed
  std::optional<v1::RunSession> run;
  // Which morning `morning_pain` and `stiffness` tell of. A check-in that tells of a run of its day
  // and was entered on a later day tells of the morning after that run; every other one tells of
  // the morning of its own day, since the next has not come yet.
  Day morning;
  std::optional<double> morning_pain;  // at the watched sites
  std::optional<double> stiffness;     // minutes
  std::optional<double> run_pain;      // wherever it is: any pain while running counts
  std::optional<double> site_pain;     // of any kind, at the watched sites
  std::optional<double> swelling;      // 0-3, at the watched sites
  std::optional<Settles> settles;
  std::optional<Walking> walking;  // wherever it is
  std::optional<bool> tender_bone;
};

// An escalation, as far as it concerns running.
struct Flag {
  std::string name;
  std::string title;
  bool watch = false;         // only to be watched, and the advice leaves running alone
  bool bone = false;          // a bone is suspected to be injured
  bool femoral_neck = false;  // that of the femoral neck
  bool wrong_alarm = false;   // resolved so
  Instant raised;             // when the last of its first evidence was observed
  std::optional<Instant> resolved;

  bool OpenAt(Instant at) const { return raised <= at && (!resolved || *resolved > at); }
};

// A check-in that was amended or retracted.
struct Withdrawn {
  std::string entry;
  Instant observed;
  Instant at;
};

struct Facts {
  // Whose days those of the reports are.
  schedule::ClinicCalendar calendar;
  std::vector<Report> reports = {};
  std::vector<Flag> flags = {};
  std::vector<Withdrawn> withdrawn = {};
  // Of every record of the patient; for the beginning of a plan only.
  std::vector<MechanicalAnswer> mechanics = {};
};

// `watched` are the sites of the plan or, where it names none, those of the case.
Report ReportOf(const v1::CheckIn& check_in, const Sites& watched,
                const schedule::ClinicCalendar& calendar);
Flag FlagOf(const v1::Escalation& escalation);

// Whether a bone is suspected to be injured at `at`.
bool BoneSuspected(const std::vector<Flag>& flags, Instant at);

// By time observed, then name: whatever follows does not depend on the order of arrival.
void Sort(std::vector<Report>& reports);

using rpc::DayText;
// "2.5", "3".
std::string NumberText(double number);

}  // namespace midstance::running
