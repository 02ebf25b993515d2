#include "services/checkins/answer.h"

#include <absl/strings/str_cat.h>

#include <chrono>
#include <set>
#include <utility>

#include "services/adherence/parameters.h"
#include "services/cases/engine/observation_check.h"
#include "services/checkins/advice.h"
#include "support/status.h"

namespace midstance::checkins {
namespace {

// By so much every time in a request may be later than the server's.
constexpr auto kClockGrace = std::chrono::minutes{5};
constexpr double kMinutesOfAnHour = 60;

void CheckClock(Instant now, const v1::CheckIn& check_in, google::rpc::BadRequest& violations) {
  if (!check_in.has_occurred_time()) return;
  const Instant observed = InstantOf(check_in.occurred_time());
  if (observed <= now + kClockGrace) return;
  const auto ahead = std::chrono::ceil<std::chrono::minutes>(observed - now).count();
  AddViolation(violations, "check_in.occurred_time",
               absl::StrCat("is ", ahead, " minutes ahead of the server's clock; it may be ",
                            kClockGrace.count(),
                            " minutes ahead. Set the clock of the device and send it again"));
}

void CheckExercises(const v1::CheckIn& check_in, google::rpc::BadRequest& violations) {
  std::set<std::pair<std::string_view, int>> told;
  for (int i = 0; i < check_in.exercises_size(); ++i) {
    const auto& report = check_in.exercises(i);
    const std::string path = absl::StrCat("check_in.exercises[", i, "]");
    if (!told.emplace(report.exercise(), report.side()).second) {
      AddViolation(violations, path,
                   "tells of the same exercise and side twice; put it into one report");
    }
    if (report.done() == v1::DONE_SKIPPED && report.sets_done() > 0) {
      AddViolation(violations, path + ".sets_done", "must be 0 where nothing was done");
    }
  }
}

void CheckRun(const v1::RunSession& run, google::rpc::BadRequest& violations) {
  if (run.done() == v1::DONE_SKIPPED) {
    if (run.distance_km() > 0) {
      AddViolation(violations, "check_in.run.distance_km", "must be 0 of a run that was skipped");
    }
    if (run.minutes() > 0) {
      AddViolation(violations, "check_in.run.minutes", "must be 0 of a run that was skipped");
    }
    return;
  }
  if (!run.has_distance_km() || !run.has_minutes()) return;
  const double fastest = adherence::ShippedParameters().fastest_run_kmh;
  if (run.distance_km() * kMinutesOfAnHour > fastest * run.minutes()) {
    AddViolation(violations, "check_in.run.distance_km",
                 absl::StrCat("must fit the minutes: no run is faster than ", fastest, " km/h"));
  }
}

}  // namespace

absl::Status CheckContent(const cases::RuleEngine& engine, Instant now,
                          const v1::CheckIn& check_in) {
  google::rpc::BadRequest violations;
  CheckClock(now, check_in, violations);
  cases::CheckFindings(engine.rules(), check_in.reports(), check_in.general(), "check_in",
                       violations);
  CheckExercises(check_in, violations);
  if (check_in.has_run()) CheckRun(check_in.run(), violations);
  if (check_in.reports_size() == 0 && check_in.general_size() == 0 && check_in.note().empty() &&
      check_in.exercises_size() == 0 && !check_in.has_run()) {
    AddViolation(violations, "check_in",
                 "needs at least one observation, an exercise, a run or a note");
  }
  return FieldsInvalid(violations);
}

void EnterCheckIn(const rpc::Call& call, const ResourceName& parent, const Words& words,
                  v1::CheckIn& check_in) {
  cases::Enter(call, parent, Kind::kCheckIn, check_in);
  check_in.set_safety_text_version(words.safety().version());
}

void FillAnswer(cases::Consequences consequences, const Words& words,
                v1::RecordCheckInResponse& response) {
  *response.mutable_advice() = AdviceFor(consequences, words);
  *response.mutable_evaluation() = std::move(consequences.evaluation);
  for (auto& escalation : consequences.escalations) {
    *response.add_escalations() = std::move(escalation);
  }
}

}  // namespace midstance::checkins
