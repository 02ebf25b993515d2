#include "services/rulesets/what_became.h"

#include <algorithm>
#include <utility>

#include "midstance/v1/referral.pb.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/escalations/confirmed.h"
#include "storage/tables/all.h"
#include "support/status.h"
#include "support/time.h"

namespace midstance::rulesets {
namespace {

absl::StatusOr<bool> ProvedTrue(const storage::Reader& reader, const v1::Escalation& escalation) {
  if (escalation.referral().empty()) return escalations::IsConfirmed(escalation, nullptr);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto referral, reader.Get<v1::Referral>(escalation.referral()));
  return escalations::IsConfirmed(escalation, &referral);
}

bool IsAbout(const rules::Difference& difference, const v1::Escalation& escalation) {
  const auto& result =
      (difference.before.has_value() ? difference.before : difference.after)->result;
  const auto site = cases::SiteOf(result.site());
  if (escalation.has_by_hand() || escalation.family() != result.family() ||
      escalation.has_site() != result.has_site() || escalation.site().area() != site.area() ||
      escalation.site().side() != site.side()) {
    return false;
  }
  const bool began = InstantOf(escalation.raised_time()) <= difference.until;
  const bool was_over = escalation.has_resolution() &&
                        InstantOf(escalation.resolution().resolve_time()) < difference.from;
  return began && !was_over;
}

}  // namespace

absl::StatusOr<std::vector<Raised>> RaisedOf(const storage::Reader& reader,
                                             const cases::Person& person) {
  std::vector<Raised> raised;
  MIDSTANCE_RETURN_IF_ERROR(
      cases::ForEachOf<v1::Escalation>(reader, person, {}, [&raised](v1::Escalation& escalation) {
        raised.push_back({.escalation = std::move(escalation)});
      }));
  for (auto& [escalation, confirmed] : raised) {
    MIDSTANCE_ASSIGN_OR_RETURN(confirmed, ProvedTrue(reader, escalation));
  }
  std::ranges::stable_sort(
      raised, {}, [](const Raised& one) { return InstantOf(one.escalation.raised_time()); });
  return raised;
}

void TellWhatBecame(const rules::Difference& difference, const std::vector<Raised>& raised,
                    v1::BackTestDifference& told) {
  const Raised* chosen = nullptr;
  for (const auto& one : raised) {
    if (!IsAbout(difference, one.escalation)) continue;
    if (chosen == nullptr || (one.confirmed && !chosen->confirmed)) chosen = &one;
  }
  if (chosen == nullptr) return;
  told.set_escalation(chosen->escalation.name());
  told.set_outcome(chosen->escalation.resolution().outcome());
  told.set_confirmed(chosen->confirmed);
}

}  // namespace midstance::rulesets
