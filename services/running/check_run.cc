#include <absl/strings/str_cat.h>

#include <chrono>

#include "midstance/v1/running_service.pb.h"
#include "services/rpc/calendar.h"
#include "services/running/load.h"
#include "services/running/load_facts.h"
#include "services/running/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::running {
namespace {

void AgainstLongest(const Table& table, const Facts& facts, Day day,
                    const v1::CheckRunRequest& request, v1::CheckRunResponse& response) {
  const auto runs = LoadRunsOf(facts.reports);
  const auto longest = LongestInThirtyDays(table, runs, day);
  response.set_spike(v1::RUN_SPIKE_UNKNOWN);
  if (longest.has_value()) {
    response.set_longest_km(longest->distance_km);
    response.set_longest_check_in(longest->entry);
  }
  if (!request.has_distance_km()) return;
  if (!longest.has_value()) {
    response.add_warnings(absl::StrCat("no distance was told in the ",
                                       NumberText(table.limits().longest_days),
                                       " days before: there is nothing to compare with"));
    return;
  }
  response.set_spike(SpikeOf(table, request.distance_km(), longest->distance_km));
  response.set_increase_percent(*IncreasePercent(request.distance_km(), longest->distance_km));
  if (response.spike() == v1::RUN_SPIKE_NONE) return;
  v1::SpikeFound spike;
  spike.set_day(DayText(day));
  spike.set_distance_km(request.distance_km());
  spike.set_longest_km(longest->distance_km);
  spike.set_increase_percent(response.increase_percent());
  spike.set_spike(response.spike());
  response.add_warnings(SpikeText(table, spike));
}

void AgainstPlan(const Table& table, const v1::RunningPlan& plan,
                 const v1::CheckRunRequest& request, v1::CheckRunResponse& response) {
  response.set_running_plan(plan.name());
  response.set_stage(plan.stage());
  if (plan.state() == v1::RunningPlan::STATE_STOPPED)
    response.add_warnings("the running plan is stopped: no running until the therapist decides");
  const auto& stage = table.stage(plan.stage());
  if (stage.total_minutes() == 0) return;
  response.set_stage_minutes(stage.total_minutes());
  if (request.has_minutes() && request.minutes() > stage.total_minutes()) {
    response.add_warnings(absl::StrCat(NumberText(request.minutes()), " min is more than stage ",
                                       plan.stage(), " has: ", stage.text()));
  }
}

}  // namespace

absl::StatusOr<v1::CheckRunResponse> CheckRun::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::CheckRunRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, reader.Get<v1::Case>(request.parent()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(of.name()));
  Day day = calendar.DateOf(call.now);
  if (!request.day().empty()) {
    const auto asked = rpc::ParseDay(request.day());
    if (!asked.has_value()) return FieldInvalid("day", "must be a day of the calendar");
    day = *asked;
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const Facts facts, FactsOf(reader, of, day, calendar));
  v1::CheckRunResponse response;
  AgainstLongest(table, facts, day, request, response);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto plan, OpenPlanOf(reader, name.patient_name()));
  if (plan.has_value()) AgainstPlan(table, *plan, request, response);
  for (const Flag& flag : facts.flags) {
    if (flag.watch || !flag.OpenAt(call.now)) continue;
    response.add_warnings(absl::StrCat("a red flag is open: ", flag.title));
    break;
  }
  return response;
}

}  // namespace midstance::running
