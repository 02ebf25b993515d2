#include "services/rulesets/test_patient.h"

#include <utility>

#include "midstance/v1/patient.pb.h"
#include "services/cases/engine/alarms.h"
#include "services/cases/engine/person.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rulesets/losing.h"
#include "services/rulesets/what_became.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {
namespace {

v1::BackTestDifference::Change Shown(rules::Change change) {
  switch (change) {
    case rules::Change::kAdded:
      return v1::BackTestDifference::CHANGE_ADDED;
    case rules::Change::kLost:
      return v1::BackTestDifference::CHANGE_LOST;
    case rules::Change::kEarlier:
      return v1::BackTestDifference::CHANGE_EARLIER;
    case rules::Change::kLater:
      return v1::BackTestDifference::CHANGE_LATER;
    case rules::Change::kMoreUrgent:
      return v1::BackTestDifference::CHANGE_MORE_URGENT;
    case rules::Change::kLessUrgent:
      return v1::BackTestDifference::CHANGE_LESS_URGENT;
  }
  return v1::BackTestDifference::CHANGE_UNSPECIFIED;
}

v1::BackTestAlarm Shown(const rules::Alarm& alarm) {
  v1::BackTestAlarm shown;
  *shown.mutable_raise_time() = TimestampOf(alarm.raised);
  shown.set_urgency(alarm.result.urgency());
  *shown.mutable_most_urgent_time() = TimestampOf(alarm.most_urgent);
  shown.set_rule(alarm.result.rule());
  shown.set_title(alarm.result.title());
  shown.set_basis(alarm.result.basis());
  *shown.mutable_evidence() = alarm.result.evidence();
  return shown;
}

v1::BackTestDifference Shown(const rules::Difference& difference, const v1::Patient& patient) {
  v1::BackTestDifference shown;
  for (const auto change : difference.changes) shown.add_changes(Shown(change));
  shown.set_patient(patient.name());
  shown.set_patient_name(patient.given_name() + " " + patient.family_name());
  const auto& result =
      (difference.before.has_value() ? difference.before : difference.after)->result;
  shown.set_case_(cases::CaseOf(result));
  shown.set_family(result.family());
  if (result.has_site()) *shown.mutable_site() = cases::SiteOf(result.site());
  if (difference.before.has_value()) *shown.mutable_before() = Shown(*difference.before);
  if (difference.after.has_value()) *shown.mutable_after() = Shown(*difference.after);
  shown.set_days_later(difference.days_later);
  return shown;
}

// Told and counted as lost alone, whatever else the rules make of it.
void TellLost(const rules::Difference& difference, rules::BackTestCounts& counts,
              v1::BackTestDifference& told) {
  const auto count = [&counts](rules::Change change) -> int& {
    return counts.changes[static_cast<std::size_t>(change)];
  };
  for (const auto change : difference.changes) --count(change);
  ++count(rules::Change::kLost);
  told.clear_changes();
  told.add_changes(v1::BackTestDifference::CHANGE_LOST);
}

}  // namespace

absl::StatusOr<PatientTested> TestPatient(const storage::Reader& reader,
                                          const rules::CompiledRuleSet& active,
                                          const rules::CompiledRuleSet& candidate,
                                          const rules::BackTestPeriod& period,
                                          const std::string& patient) {
  PatientTested tested;
  const auto person = reader.Get<v1::Patient>(patient);
  if (absl::IsNotFound(person.status())) return tested;
  MIDSTANCE_RETURN_IF_ERROR(person.status());
  if (!person->merged_into().empty()) return tested;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(patient, Kind::kPatient));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto records, cases::PersonOf(reader, name.patient()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto reports,
                             cases::LoadReports(reader, active.calendar(), records));
  auto compared = rules::BackTest(active, candidate, reports, period);
  tested.counts = std::move(compared.counts);
  if (compared.differences.empty()) return tested;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto raised, RaisedOf(reader, records));
  for (const auto& difference : compared.differences) {
    auto& told = tested.differences.emplace_back(Shown(difference, *person));
    TellWhatBecame(difference, raised, told);
    if (IsLost(difference)) TellLost(difference, tested.counts, told);
    tested.lost_confirmed += LosesConfirmed(told) ? 1 : 0;
    tested.late_confirmed += DelaysConfirmed(told) ? 1 : 0;
  }
  return tested;
}

}  // namespace midstance::rulesets
