#include "services/cases/engine/known.h"

#include <algorithm>
#include <utility>

#include "services/cases/engine/settle.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rules/late.h"
#include "storage/tables/all.h"

namespace midstance::cases {
namespace {

using storage::Filter;

Filter IsResolved(Filter::Op op) {
  return Filter::Compare("state", op, std::int64_t{v1::Escalation::STATE_RESOLVED});
}

bool Knows(const std::vector<v1::Escalation>& known, const rules::v1::RuleResult& result) {
  return std::any_of(known.begin(), known.end(), [&](const v1::Escalation& escalation) {
    return SameAlarm(escalation, result);
  });
}

// Keeps of each alarm the one that was resolved last.
void KeepLast(std::vector<v1::Escalation> resolved, std::vector<v1::Escalation>& known) {
  std::sort(resolved.begin(), resolved.end(), [](const auto& one, const auto& other) {
    return InstantOf(one.resolution().resolve_time()) >
           InstantOf(other.resolution().resolve_time());
  });
  for (auto& escalation : resolved) {
    rules::v1::RuleResult alarm;
    alarm.set_family(escalation.family());
    if (escalation.has_site()) *alarm.mutable_site() = RuleSiteOf(escalation.site());
    if (!Knows(known, alarm)) known.push_back(std::move(escalation));
  }
}

// Whether whoever resolved one of these could see all that the result rests on: it is part of what
// she resolved, or was in the same record by then.
bool IsAnswered(const std::vector<v1::Escalation>& resolved, const rules::v1::RuleResult& result) {
  const auto patient_of = [](std::string_view name) {
    return name.substr(0, name.find("/cases/"));
  };
  const auto answers = [&](const v1::Escalation& escalation, const rules::v1::Evidence& evidence) {
    if (!SameAlarm(escalation, result)) return false;
    if (patient_of(escalation.name()) == patient_of(evidence.entry()) &&
        InstantOf(evidence.entered_time()) <= InstantOf(escalation.resolution().resolve_time())) {
      return true;
    }
    return std::any_of(
        escalation.firings().begin(), escalation.firings().end(),
        [&](const auto& firing) { return rules::RestsOn(firing.result(), evidence.entry()); });
  };
  return std::all_of(result.evidence().begin(), result.evidence().end(), [&](const auto& one) {
    return std::any_of(resolved.begin(), resolved.end(),
                       [&](const v1::Escalation& escalation) { return answers(escalation, one); });
  });
}

// Leaves out the answers to alarms that now rest on what nobody was shown who answered.
void ForgetHalfAnswered(const rules::v1::Evaluation& evaluation,
                        std::span<const rules::v1::RuleResult> late,
                        std::vector<v1::Escalation>& resolved) {
  std::vector<const rules::v1::RuleResult*> open;
  const auto ask = [&](const rules::v1::RuleResult& result) {
    if (result.truth() == rules::v1::HOLDS && !IsAnswered(resolved, result)) {
      open.push_back(&result);
    }
  };
  std::for_each(evaluation.results().begin(), evaluation.results().end(), ask);
  std::for_each(late.begin(), late.end(), ask);
  std::erase_if(resolved, [&](const v1::Escalation& escalation) {
    return std::any_of(open.begin(), open.end(),
                       [&](const auto* result) { return SameAlarm(escalation, *result); });
  });
}

}  // namespace

void Replace(const v1::Escalation& escalation, std::vector<v1::Escalation>& in) {
  const auto same = std::find_if(in.begin(), in.end(), [&](const v1::Escalation& one) {
    return one.name() == escalation.name();
  });
  if (same == in.end()) {
    in.push_back(escalation);
  } else {
    *same = escalation;
  }
}

absl::StatusOr<std::vector<v1::Escalation>> KnownEscalations(
    const storage::Reader& reader, const Person& person, const rules::v1::Evaluation& evaluation,
    std::span<const rules::v1::RuleResult> late, const std::vector<v1::Escalation>& touched,
    bool anew) {
  storage::Query query;
  query.where = IsResolved(Filter::Op::kNotEqual);
  std::vector<v1::Escalation> known;
  MIDSTANCE_RETURN_IF_ERROR(ForEachOf<v1::Escalation>(
      reader, person, query,
      [&known](v1::Escalation& found) { known.push_back(std::move(found)); }));
  for (const auto& escalation : touched) Replace(escalation, known);
  std::vector<Filter> families;
  const auto ask = [&](const rules::v1::RuleResult& result) {
    if (!Knows(known, result)) families.push_back(Filter::Equal("family", result.family()));
  };
  std::for_each(evaluation.results().begin(), evaluation.results().end(), ask);
  std::for_each(late.begin(), late.end(), ask);
  if (families.empty()) return known;
  query.where = Filter::All({IsResolved(Filter::Op::kEqual), Filter::Any(std::move(families))});
  std::vector<v1::Escalation> resolved;
  MIDSTANCE_RETURN_IF_ERROR(ForEachOf<v1::Escalation>(
      reader, person, query,
      [&resolved](v1::Escalation& found) { resolved.push_back(std::move(found)); }));
  if (anew) ForgetHalfAnswered(evaluation, late, resolved);
  KeepLast(std::move(resolved), known);
  return known;
}

}  // namespace midstance::cases
