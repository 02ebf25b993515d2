#include "services/watch/watched.h"

#include <algorithm>
#include <array>
#include <utility>

#include "services/followups/state.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::watch {
namespace {

template <class M>
using Slot = M* (v1::Change::*)();

template <class M, Slot<M> slot>
absl::Status Load(const storage::Reader& reader, const std::string& name, v1::Change& change) {
  MIDSTANCE_ASSIGN_OR_RETURN(M found, reader.Get<M>(name));
  *(change.*slot)() = std::move(found);
  return absl::OkStatus();
}

template <class M, Slot<M> slot>
absl::StatusOr<std::string> List(const storage::Reader& reader, const storage::Query& query,
                                 std::vector<v1::Change>& changes) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader.List<M>(query));
  for (auto& item : page.items) {
    auto& change = changes.emplace_back();
    change.set_kind(v1::Change::KIND_EXISTING);
    change.set_name(item.name());
    *change.mutable_change_time() = item.update_time();
    *(change.*slot)() = std::move(item);
  }
  return page.last_name;
}

template <class M, Slot<M> slot>
constexpr Watched Entry(std::string_view type) {
  return {type, &Load<M, slot>, &List<M, slot>};
}

constexpr std::array kWatched = {
    Entry<v1::Patient, &v1::Change::mutable_patient>("midstance.v1/Patient"),
    Entry<v1::Case, &v1::Change::mutable_case_>("midstance.v1/Case"),
    Entry<v1::Assessment, &v1::Change::mutable_assessment>("midstance.v1/Assessment"),
    Entry<v1::CheckIn, &v1::Change::mutable_check_in>("midstance.v1/CheckIn"),
    Entry<v1::FollowUp, &v1::Change::mutable_follow_up>("midstance.v1/FollowUp"),
    Entry<v1::Escalation, &v1::Change::mutable_escalation>("midstance.v1/Escalation"),
    Entry<v1::Referral, &v1::Change::mutable_referral>("midstance.v1/Referral"),
    Entry<v1::Enrollment, &v1::Change::mutable_enrollment>("midstance.v1/Enrollment"),
    Entry<v1::OutcomeScore, &v1::Change::mutable_outcome_score>("midstance.v1/OutcomeScore"),
    Entry<v1::RunningPlan, &v1::Change::mutable_running_plan>("midstance.v1/RunningPlan"),
};

}  // namespace

std::span<const Watched> AllWatched() { return kWatched; }

const Watched* FindWatched(std::string_view type) {
  const auto* const found = std::find_if(kWatched.begin(), kWatched.end(),
                                         [&](const Watched& each) { return each.type == type; });
  return found == kWatched.end() ? nullptr : found;
}

// A stored resource as it stands at `now`.
void Show(Instant now, v1::Change& change) {
  if (!change.has_follow_up()) return;
  *change.mutable_follow_up() = followups::AsOf(std::move(*change.mutable_follow_up()), now);
}

}  // namespace midstance::watch
