#include <chrono>

#include "midstance/v1/running_service.pb.h"
#include "services/running/load.h"
#include "services/running/load_facts.h"
#include "services/running/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::running {
namespace {

using std::chrono::days;

constexpr int kWeeksUnlessTold = 8;
// Weeks before the first one shown that it is compared with.
constexpr days kWeeksBefore{7 * 5};

}  // namespace

absl::StatusOr<v1::GetRunningLoadResponse> GetRunningLoad::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::GetRunningLoadRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, reader.Get<v1::Case>(request.parent()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(of.name()));
  const int count = request.weeks() == 0 ? kWeeksUnlessTold : request.weeks();
  const Day today = calendar.DateOf(call.now);
  const Day first = MondayOf(today) - days{7 * (count - 1)};
  MIDSTANCE_ASSIGN_OR_RETURN(const Facts facts, LoadFacts(reader, name.patient_name(), of.sites(),
                                                          first - kWeeksBefore, calendar));
  const auto runs = LoadRunsOf(facts.reports);
  v1::GetRunningLoadResponse response;
  const auto weeks = WeeksOf(table, runs, today, count);
  response.mutable_weeks()->Assign(weeks.begin(), weeks.end());
  const auto spikes = SpikesOf(table, runs, first);
  response.mutable_spikes()->Assign(spikes.begin(), spikes.end());
  for (const auto& spike : spikes) response.add_warnings(SpikeText(table, spike));
  // Today's run counts here: tomorrow's will be compared with it.
  if (const auto longest = LongestInThirtyDays(table, runs, today + days{1}); longest.has_value()) {
    response.set_longest_km(longest->distance_km);
    response.set_longest_check_in(longest->entry);
  }
  return response;
}

}  // namespace midstance::running
