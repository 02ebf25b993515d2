#include "clients/story/course.h"

#include <algorithm>

#include "clients/story/findings.h"

namespace midstance::story {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr int kEveryDays = 2;
constexpr int kGapPercent = 14;
constexpr int kLatePercent = 6;
// Whole weeks: the visits stay on the clinic's days.
constexpr days kBetweenVisits{28};

// How long an arc shows before its rule holds: the persistent ones need a week between reports.
days LengthOf(const std::string& arc) { return days{arc == "swelling" || arc == "rest" ? 8 : 0}; }

void ApplyArc(const std::string& arc, Findings& site, Findings& general) {
  if (arc == "swelling") site.Number("swelling", 1).Choice("swelling_settles", "no");
  if (arc == "night") site.Number("night_nights", 4).Choice("night_pattern", "unremitting");
  if (arc == "hot") site.Number("swelling", 2).Present("warmth").Present("redness");
  if (arc == "redness") site.Present("redness").Choice("redness_cause", "unknown");
  if (arc == "movement") site.Number("move_difficulty", 3);
  if (arc == "weight") site.Choice("wb", "unable");
  if (arc == "rest") {
    site.Number("rest_nprs", 4);
    general.Number("load_off_h", 60);
  }
}

// Pain that fades over ten weeks; lying on the sore side is felt at night and means nothing.
void UsualDay(int day, Dice& dice, Findings& site, Findings& general) {
  const int level = std::max(0, 5 - day / 14);
  const int noise = dice.Between(-1, 1);
  const bool sore_side = dice.Percent(20);
  site.Number("worst_nprs", std::clamp(level + noise, 0, 6))
      .Number("rest_nprs", std::clamp(level - 4 + noise, 0, 2))
      .Number("run_nprs", std::clamp(level - 1 + noise, 0, 5))
      .Number("swelling", 0)
      .Number("night_nights", sore_side ? dice.Between(1, 6) : 0)
      .Choice("night_pattern", sore_side ? "positional" : "none");
  general.Number("load_off_h", dice.Between(10, 40)).Absent("fever");
}

void AddVisits(const Course& course, PlannedCase& planned) {
  const v1::Site& site = planned.fresh.sites(0);
  bool first = true;
  for (Instant at = planned.opened + minutes{1}; at < course.end; at += kBetweenVisits) {
    v1::Assessment visit;
    visit.set_kind(first ? v1::Assessment::KIND_INITIAL : v1::Assessment::KIND_REVIEW);
    Findings found;
    found.Number("act_nprs", first ? 5 : 2)
        .Choice("hop", "neg")
        .Choice("squeeze", first ? "nt" : "neg")
        .Absent("bone_tender")
        .Number("move_difficulty", first ? 1 : 0)
        .Choice("wb", "full");
    found.At(site, visit);
    visit.set_subjective(planned.fresh.complaint());
    visit.set_objective(first ? "Tension release and hip stability tested on both sides."
                              : "Repeated; stance time longer than at the first visit.");
    visit.set_plan(first ? "Release daily, bridge and clam three times a week."
                         : "Next running stage if the week stays calm.");
    planned.visits.push_back({at, std::move(visit)});
    first = false;
  }
}

// A day on which the arc's first report is due, so that the answers to it fit before the end;
// unanswered ones rise late enough to be overdue now.
Instant ArcBegin(const Course& course, const PlannedCase& planned, Dice& dice) {
  const days length = LengthOf(course.arc);
  if (planned.flag->outcome == v1::Escalation::OUTCOME_UNSPECIFIED) {
    const days overdue{length.count() > 0 ? 17 : 6};
    return Instant(std::chrono::floor<days>(course.end) - overdue - length);
  }
  const auto room = std::chrono::floor<days>(course.end - planned.opened) - days{32} - length;
  return Instant(std::chrono::floor<days>(planned.opened)) +
         days{14 + dice.Below(std::max(1, static_cast<int>(room.count())))};
}

}  // namespace

void FillCourse(const Course& course, Dice& dice, PlannedCase& planned) {
  AddVisits(course, planned);
  const v1::Site& site = planned.fresh.sites(0);
  const Instant arc_begin = planned.flag ? ArcBegin(course, planned, dice) : course.end;
  const Instant arc_last = arc_begin + LengthOf(course.arc);
  const Day first = std::chrono::floor<days>(planned.opened) + days{1};
  for (Day day = first; Instant(day) < course.end;) {
    const bool in_arc = Instant(day) >= arc_begin && Instant(day) <= arc_last;
    const Instant observed = Instant(day) + hours{6} + minutes{dice.Below(120)};
    if (in_arc || !dice.Percent(kGapPercent)) {
      Findings at_site;
      Findings general;
      UsualDay(static_cast<int>((day - first).count()), dice, at_site, general);
      if (in_arc) ApplyArc(course.arc, at_site, general);
      const bool late = !in_arc && dice.Percent(kLatePercent);
      Planned<v1::CheckIn> check_in{observed + (late ? days{dice.Between(1, 3)} : days{0}), {}};
      at_site.At(site, check_in.record);
      *check_in.record.mutable_general() = general.list();
      *check_in.record.mutable_occurred_time() = TimestampOf(observed);
      if (check_in.at < course.end) planned.check_ins.push_back(std::move(check_in));
      if (in_arc && Instant(day) == arc_last) planned.flag->raised = observed;
    }
    const bool before_arc = Instant(day) < arc_begin && Instant(day) + days{kEveryDays} > arc_begin;
    day = before_arc ? std::chrono::floor<days>(arc_begin) : day + days{kEveryDays};
  }
}

}  // namespace midstance::story
