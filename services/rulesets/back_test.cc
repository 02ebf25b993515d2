#include "services/rulesets/back_test.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "midstance/v1/patient.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "services/cases/engine/alarms.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rules/candidate.h"
#include "services/rulesets/active.h"
#include "services/rulesets/what_became.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {
namespace {

// Of one pull: they hold a thread of those that answer reads.
constexpr std::size_t kPatientsOfAPull = 8;

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

absl::StatusOr<std::vector<std::string>> PatientsOf(storage::Store& store,
                                                    const std::string& clinic) {
  std::vector<std::string> names;
  MIDSTANCE_RETURN_IF_ERROR(store.Read(clinic, [&names](const storage::Reader& reader) {
    return reader.ForEach<v1::Patient>(
        {}, [&names](v1::Patient& patient) { names.push_back(patient.name()); });
  }));
  std::ranges::sort(names);
  return names;
}

}  // namespace

BackTestStream::BackTestStream(const BackTestParts& parts, std::string clinic,
                               rules::CompiledRuleSet candidate,
                               const rules::BackTestPeriod& period)
    : parts_(parts),
      clinic_(std::move(clinic)),
      candidate_(std::move(candidate)),
      period_(period) {}

absl::StatusOr<std::unique_ptr<rpc::Stream>> BackTestStream::Open(
    const BackTestParts& parts, const rpc::Call& call, const v1::BackTestRuleSetRequest& request) {
  MIDSTANCE_RETURN_IF_ERROR(IsActive(parts.active, request.name()));
  if (request.files().empty() && request.without_rules().empty()) {
    return FieldInvalid("files", "must hold what is changed, unless without_rules does");
  }
  std::vector<std::string_view> texts;
  for (const auto& file : request.files()) texts.push_back(file.text());
  const std::vector<std::string_view> without(request.without_rules().begin(),
                                              request.without_rules().end());
  MIDSTANCE_ASSIGN_OR_RETURN(auto candidate, rules::CompileCandidate(parts.active, texts, without));
  rules::BackTestPeriod period{.since = std::nullopt, .end = call.now};
  if (request.has_since()) period.since = InstantOf(request.since());
  std::unique_ptr<BackTestStream> stream(
      new BackTestStream(parts, call.principal.clinic, std::move(candidate), period));
  MIDSTANCE_ASSIGN_OR_RETURN(stream->patients_, PatientsOf(parts.store, call.principal.clinic));
  return stream;
}

absl::StatusOr<std::vector<std::string>> BackTestStream::Pull(const rpc::Principal& caller,
                                                              Instant /*now*/, bool /*beat*/) {
  std::vector<std::string> batch;
  if (done_) return batch;
  // Who only manages the server has no right to read what is about a patient.
  const bool with_patients = caller.roles.Has(options::v1::ROLE_LEAD_CLINICIAN);
  const std::size_t last = std::min(next_ + kPatientsOfAPull, patients_.size());
  const auto look = [&](const storage::Reader& reader) -> absl::Status {
    for (; next_ < last; ++next_) {
      MIDSTANCE_RETURN_IF_ERROR(LookAt(reader, patients_[next_], with_patients, batch));
    }
    return absl::OkStatus();
  };
  MIDSTANCE_RETURN_IF_ERROR(parts_.store.Read(clinic_, look));
  batch.push_back(Progress().SerializeAsString());
  if (next_ == patients_.size()) {
    batch.push_back(Summary().SerializeAsString());
    done_ = true;
  }
  return batch;
}

absl::Status BackTestStream::LookAt(const storage::Reader& reader, const std::string& patient,
                                    bool with_patients, std::vector<std::string>& batch) {
  const auto person = reader.Get<v1::Patient>(patient);
  // Deleted since it began.
  if (absl::IsNotFound(person.status())) return absl::OkStatus();
  MIDSTANCE_RETURN_IF_ERROR(person.status());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(patient, Kind::kPatient));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto reports,
                             cases::LoadReports(reader, parts_.active.calendar(), name.patient()));
  const auto tested = rules::BackTest(parts_.active, candidate_, reports, period_);
  counts_.Add(tested.counts);
  if (tested.differences.empty()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto raised, RaisedOf(reader, patient));
  for (const auto& difference : tested.differences) {
    v1::BackTestRuleSetResponse response;
    auto& told = *response.mutable_difference() = Shown(difference, *person);
    TellWhatBecame(difference, raised, told);
    if (!difference.after.has_value() && told.confirmed()) ++lost_confirmed_;
    if (with_patients) batch.push_back(response.SerializeAsString());
  }
  return absl::OkStatus();
}

v1::BackTestRuleSetResponse BackTestStream::Progress() const {
  v1::BackTestRuleSetResponse response;
  response.mutable_progress()->set_patients_done(static_cast<int>(next_));
  response.mutable_progress()->set_patients_total(static_cast<int>(patients_.size()));
  return response;
}

v1::BackTestRuleSetResponse BackTestStream::Summary() const {
  constexpr double kDaysOfAWeek = 7;
  v1::BackTestRuleSetResponse response;
  auto& summary = *response.mutable_summary();
  summary.set_active_digest(parts_.active.digest());
  summary.set_candidate_digest(candidate_.digest());
  *summary.mutable_end_time() = TimestampOf(period_.end);
  summary.set_patients(counts_.patients);
  summary.set_reports(static_cast<int>(counts_.reports));
  summary.set_patient_weeks(static_cast<double>(counts_.days) / kDaysOfAWeek);
  summary.set_added(counts_.Of(rules::Change::kAdded));
  summary.set_lost(counts_.Of(rules::Change::kLost));
  summary.set_lost_confirmed(lost_confirmed_);
  summary.set_earlier(counts_.Of(rules::Change::kEarlier));
  summary.set_later(counts_.Of(rules::Change::kLater));
  summary.set_more_urgent(counts_.Of(rules::Change::kMoreUrgent));
  summary.set_less_urgent(counts_.Of(rules::Change::kLessUrgent));
  const auto alarms = counts_.Alarms();
  summary.set_alarms_before(alarms.before);
  summary.set_alarms_after(alarms.after);
  summary.set_weekly_per_100_before(counts_.WeeklyPer100(alarms.before));
  summary.set_weekly_per_100_after(counts_.WeeklyPer100(alarms.after));
  for (const auto& [family, count] : counts_.by_family) {
    auto& shown = *summary.add_families();
    shown.set_family(family);
    shown.set_before(count.before);
    shown.set_after(count.after);
  }
  return response;
}

}  // namespace midstance::rulesets
