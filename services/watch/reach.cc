#include "services/watch/reach.h"

#include <string>

#include "midstance/v1/patient.pb.h"

namespace midstance::watch {
namespace {

bool IsCareTeam(const v1::PatientRevision::FieldChange& change) {
  return change.field() ==
         v1::Patient::descriptor()->FindFieldByNumber(v1::Patient::kCareTeamFieldNumber)->name();
}

// A revision tells a list as its items with ", " between them; no user's name has one in it.
bool Names(const std::string& team, std::string_view user) {
  const std::string separator = ", ";
  const std::string member = separator + std::string(user) + separator;
  return (separator + team + separator).find(member) != std::string::npos;
}

}  // namespace

ReachChange ReachChangeOf(const v1::PatientRevision& revision, std::string_view user) {
  for (const auto& change : revision.changes()) {
    if (!IsCareTeam(change)) continue;
    const bool was = Names(change.before(), user);
    const bool is = Names(change.after(), user);
    if (was == is) return ReachChange::kNone;
    return is ? ReachChange::kGained : ReachChange::kLost;
  }
  return ReachChange::kNone;
}

}  // namespace midstance::watch
