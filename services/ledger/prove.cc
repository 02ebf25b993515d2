#include "services/ledger/prove.h"

#include <algorithm>
#include <tuple>

#include "midstance/v1/case.pb.h"
#include "services/ledger/ends.h"
#include "services/ledger/known.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::ledger {
namespace {

using v1::Escalation;

// Of those who answer for an escalation that has not ended.
std::string ClinicianOf(const storage::Reader& reader, const Escalation& escalation) {
  const auto name = ResourceName::Parse(escalation.name());
  if (!name.ok()) return {};
  const auto of = reader.Get<v1::Case>(name->case_name());
  return of.ok() ? of->clinician() : std::string();
}

Line LineOf(const storage::Reader& reader, const Escalation& escalation) {
  const auto& end = escalation.resolution();
  Line line{.escalation = escalation.name(),
            .fired = InstantOf(escalation.raised_time()),
            .by = escalation.has_by_hand()       ? escalation.by_hand().raised_by()
                  : escalation.firings().empty() ? std::string()
                                                 : escalation.firings(0).rule_set(),
            .urgency = escalation.urgency(),
            .state = escalation.state(),
            .referral = std::nullopt,
            .person = end.resolved_by(),
            .decided = std::nullopt,
            .outcome = end.outcome(),
            .reason = end.reason()};
  if (end.has_resolve_time()) line.decided = InstantOf(end.resolve_time());
  if (escalation.state() != Escalation::STATE_RESOLVED) {
    line.person = ClinicianOf(reader, escalation);
  }
  if (!escalation.referral().empty()) {
    const auto referral = reader.Get<v1::Referral>(escalation.referral());
    if (referral.ok()) line.referral = referral->state();
  }
  return line;
}

}  // namespace

absl::StatusOr<Ledger> Prove(storage::Store& store, const std::string& clinic) {
  Ledger ledger;
  const auto read = store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(auto lost, EverRaised(reader));
    ledger.fired = static_cast<std::int64_t>(lost.size());
    MIDSTANCE_ASSIGN_OR_RETURN(const auto people, PeopleOf(reader));
    MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<Escalation>({}, [&](const Escalation& escalation) {
      const bool ended = IsEnded(escalation, people);
      const bool open = escalation.state() != Escalation::STATE_UNSPECIFIED &&
                        escalation.state() != Escalation::STATE_RESOLVED;
      ledger.ended += ended ? 1 : 0;
      ledger.open += open ? 1 : 0;
      if (ended || open) lost.erase(escalation.name());
      ledger.lines.push_back(LineOf(reader, escalation));
    }));
    ledger.lost.assign(lost.begin(), lost.end());
    return absl::OkStatus();
  });
  MIDSTANCE_RETURN_IF_ERROR(read);
  std::ranges::sort(ledger.lines, {},
                    [](const Line& line) { return std::tuple(line.fired, line.escalation); });
  return ledger;
}

}  // namespace midstance::ledger
