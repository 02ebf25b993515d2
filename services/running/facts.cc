#include "services/running/facts.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace midstance::running {
namespace {

constexpr std::string_view kFemoralNeckRule = "bsi-femoral-neck-suspected";
constexpr std::string_view kOtherBoneRule = "bsi-other-suspected";
// Vocabulary codes that tell how strong a pain was that day. The worst pain of the last days is of
// no one day.
constexpr std::array<std::string_view, 5> kPainCodes = {"run_nprs", "morning_nprs", "act_nprs",
                                                        "rest_nprs", "night_nprs"};

// What is told to a patient who must not run, as the rules and clinicians name it.
constexpr std::array<std::string_view, 10> kNoRunning = {"no-running",
                                                         "no-impact",
                                                         "no-weight-bearing",
                                                         "do-not-move",
                                                         "rest",
                                                         "rest-leg-level",
                                                         "rest-no-massage",
                                                         "crutches-until-imaged",
                                                         "crutches-if-walking-hurts",
                                                         "crutches-no-forced-movement"};

bool ForbidsRunning(std::string_view advice) {
  return std::find(kNoRunning.begin(), kNoRunning.end(), advice) != kNoRunning.end();
}

template <class T>
void Worst(std::optional<T>& kept, T value) {
  kept = kept.has_value() ? std::max(*kept, value) : value;
}

// Not telling the side may mean the watched one.
bool SameSide(v1::Side one, v1::Side other) {
  const auto open = [](v1::Side side) {
    return side == v1::SIDE_BILATERAL || side == v1::SIDE_NOT_TOLD;
  };
  return one == other || open(one) || open(other);
}

bool Watches(const Sites& watched, const v1::Site& site) {
  return watched.empty() || std::any_of(watched.begin(), watched.end(), [&](const auto& each) {
           return each.area() == site.area() && SameSide(each.side(), site.side());
         });
}

void AddWatched(const v1::Observation& told, Report& report) {
  const bool pain =
      std::find(kPainCodes.begin(), kPainCodes.end(), told.code()) != kPainCodes.end();
  if (pain) Worst(report.site_pain, told.number());
  if (told.code() == "morning_nprs") Worst(report.morning_pain, told.number());
  if (told.code() == "swelling") Worst(report.swelling, told.number());
  if (told.code() == "swelling_settles") {
    Worst(report.settles, told.choice() == "yes"  ? Settles::kYes
                          : told.choice() == "no" ? Settles::kNo
                                                  : Settles::kUnknown);
  }
  if (told.code() == "bone_tender" && told.answer() != v1::ANSWER_NOT_ASKED) {
    Worst(report.tender_bone, told.answer() == v1::ANSWER_PRESENT);
  }
}

void AddAnywhere(const v1::Observation& told, Report& report) {
  if (told.code() == "run_nprs") Worst(report.run_pain, told.number());
  if (told.code() == "wb") {
    Worst(report.walking, told.choice() == "unable" ? Walking::kUnable
                          : told.choice() == "limp" ? Walking::kLimp
                                                    : Walking::kFull);
  }
}

bool Ran(const v1::RunSession& run) {
  return run.done() == v1::DONE_FULL || run.done() == v1::DONE_PART;
}

}  // namespace

Report ReportOf(const v1::CheckIn& check_in, const Sites& watched,
                const schedule::ClinicCalendar& calendar) {
  Report report;
  report.entry = check_in.name();
  report.observed = InstantOf(check_in.occurred_time());
  report.entered = InstantOf(check_in.create_time());
  if (check_in.has_run()) report.run = check_in.run();
  report.day = calendar.DateOf(report.observed);
  report.morning = report.day;
  if (report.run.has_value() && Ran(*report.run) && calendar.DateOf(report.entered) > report.day) {
    report.morning += std::chrono::days{1};
  }
  for (const auto& at_site : check_in.reports()) {
    for (const auto& told : at_site.observations()) {
      AddAnywhere(told, report);
      if (Watches(watched, at_site.site())) AddWatched(told, report);
    }
  }
  for (const auto& told : check_in.general()) {
    if (told.code() == "stiffness_min") Worst(report.stiffness, told.number());
  }
  return report;
}

Flag FlagOf(const v1::Escalation& escalation) {
  Flag flag;
  flag.name = escalation.name();
  flag.title = escalation.title();
  flag.watch =
      escalation.urgency() == rules::v1::WATCH && !ForbidsRunning(escalation.activity_advice());
  flag.raised = InstantOf(escalation.raised_time());
  for (const auto& firing : escalation.firings()) {
    flag.femoral_neck |= firing.result().rule() == kFemoralNeckRule;
    flag.bone |= firing.result().rule() == kOtherBoneRule;
  }
  flag.femoral_neck |= escalation.family() == kFemoralNeckRule;
  flag.bone |= flag.femoral_neck || escalation.family() == kOtherBoneRule;
  if (!escalation.firings().empty()) {
    const auto& first = escalation.firings(0).result();
    if (first.has_last_observed_time()) flag.raised = InstantOf(first.last_observed_time());
  }
  if (escalation.state() == v1::Escalation::STATE_RESOLVED) {
    flag.resolved = InstantOf(escalation.resolution().resolve_time());
    flag.wrong_alarm = escalation.resolution().outcome() == v1::Escalation::OUTCOME_WRONG_ALARM;
  }
  return flag;
}

bool BoneSuspected(const std::vector<Flag>& flags, Instant at) {
  return std::any_of(flags.begin(), flags.end(),
                     [&](const Flag& flag) { return flag.bone && flag.OpenAt(at); });
}

void Sort(std::vector<Report>& reports) {
  std::sort(reports.begin(), reports.end(), [](const Report& one, const Report& other) {
    return std::tie(one.observed, one.entry) < std::tie(other.observed, other.entry);
  });
}

std::string NumberText(double number) { return absl::StrFormat("%g", number); }

}  // namespace midstance::running
