#include "services/rulesets/back_test.h"

#include <algorithm>
#include <utility>

#include "midstance/v1/patient.pb.h"
#include "midstance/v1/rule_set_revision.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "services/rpc/audit.h"
#include "services/rules/untried.h"
#include "services/rulesets/active.h"
#include "services/rulesets/revision.h"
#include "services/rulesets/test_patient.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {
namespace {

// Of one pull: they hold a thread of those that answer reads.
constexpr std::size_t kPatientsOfAPull = 8;

absl::StatusOr<std::vector<std::string>> PatientsOf(const storage::Reader& reader) {
  std::vector<std::string> names;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::Patient>(
      {}, [&names](v1::Patient& patient) { names.push_back(patient.name()); }));
  std::ranges::sort(names);
  return names;
}

}  // namespace

BackTestStream::BackTestStream(const BackTestParts& parts, const rpc::Call& call,
                               cases::Engines::Engine active, rules::CompiledRuleSet candidate)
    : parts_(parts), call_(call), active_(std::move(active)), candidate_(std::move(candidate)) {}

absl::StatusOr<std::unique_ptr<rpc::Stream>> BackTestStream::Open(
    const BackTestParts& parts, const rpc::Call& call, const v1::BackTestRuleSetRequest& request) {
  MIDSTANCE_RETURN_IF_ERROR(IsRuleSet(parts.engines, request.name()));
  const bool of_revision = !request.revision().empty();
  if (of_revision && !(request.files().empty() && request.without_rules().empty())) {
    return FieldInvalid("revision", "must stand alone, without files and without_rules");
  }
  std::unique_ptr<BackTestStream> stream;
  const auto open = [&](const storage::Reader& reader) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(auto active, parts.engines.At(reader, call.now));
    const auto candidate = [&]() -> absl::StatusOr<rules::CompiledRuleSet> {
      if (!of_revision) {
        return ChangedRules(active->rules(), request.files(), request.without_rules());
      }
      MIDSTANCE_RETURN_IF_ERROR(reader.Get<v1::RuleSetRevision>(request.revision()).status());
      MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, parts.engines.Of(reader, request.revision()));
      return engine->rules();
    }();
    MIDSTANCE_RETURN_IF_ERROR(candidate.status());
    stream.reset(new BackTestStream(parts, call, std::move(active), *candidate));
    MIDSTANCE_ASSIGN_OR_RETURN(stream->change_, reader.LastChange());
    MIDSTANCE_ASSIGN_OR_RETURN(stream->patients_, PatientsOf(reader));
    return absl::OkStatus();
  };
  MIDSTANCE_RETURN_IF_ERROR(parts.store.Read(call.principal.clinic, open));
  stream->revision_ = request.revision();
  stream->period_ = {.since = std::nullopt, .end = call.now};
  if (request.has_since()) stream->period_.since = InstantOf(request.since());
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
    for (std::size_t i = next_; i < last; ++i) {
      MIDSTANCE_RETURN_IF_ERROR(LookAt(reader, patients_[i], with_patients, batch));
    }
    return absl::OkStatus();
  };
  MIDSTANCE_RETURN_IF_ERROR(parts_.store.Read(call_.principal.clinic, look));
  next_ = last;
  batch.push_back(Progress().SerializeAsString());
  if (next_ == patients_.size()) {
    auto summary = Summary();
    MIDSTANCE_RETURN_IF_ERROR(Store(*summary.mutable_summary()));
    batch.push_back(summary.SerializeAsString());
    done_ = true;
  }
  return batch;
}

absl::Status BackTestStream::LookAt(const storage::Reader& reader, const std::string& patient,
                                    bool with_patients, std::vector<std::string>& batch) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto tested,
                             TestPatient(reader, active_->rules(), candidate_, period_, patient));
  counts_.Add(tested.counts);
  lost_confirmed_ += tested.lost_confirmed;
  late_confirmed_ += tested.late_confirmed;
  if (!with_patients) return absl::OkStatus();
  for (auto& difference : tested.differences) {
    v1::BackTestRuleSetResponse response;
    *response.mutable_difference() = std::move(difference);
    batch.push_back(response.SerializeAsString());
  }
  return absl::OkStatus();
}

// Only what was tried whole is worth an activation.
absl::Status BackTestStream::Store(v1::BackTestSummary& summary) {
  if (revision_.empty() || period_.since.has_value()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto rule_set, ResourceName::Parse(active_->rule_set()));
  summary.set_back_test(ChildName(rule_set, Kind::kRuleSetBackTest, call_.NewId()).str());
  v1::RuleSetBackTest test;
  test.set_name(summary.back_test());
  test.set_revision(revision_);
  test.set_user(call_.principal.name);
  test.set_change(change_);
  *test.mutable_summary() = summary;
  return parts_.store
      .Write(call_.principal.clinic,
             [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
               storage::Writer writer(reader);
               v1::RuleSetBackTest row = test;
               MIDSTANCE_RETURN_IF_ERROR(writer.Insert(row, call_.now));
               auto unit = writer.Take();
               auto record = rpc::RecordOf(call_, "OK");
               record.add_resources(test.name());
               unit.journal.set_record(record.SerializeAsString());
               unit.journal.set_time_micros(MicrosOf(call_.now));
               return unit;
             })
      .status();
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
  summary.set_active_digest(active_->rules().digest());
  summary.set_candidate_digest(candidate_.digest());
  *summary.mutable_end_time() = TimestampOf(period_.end);
  summary.set_patients(counts_.patients);
  summary.set_reports(static_cast<int>(counts_.reports));
  summary.set_patient_weeks(static_cast<double>(counts_.days) / kDaysOfAWeek);
  summary.set_added(counts_.Of(rules::Change::kAdded));
  summary.set_lost(counts_.Of(rules::Change::kLost));
  summary.set_lost_confirmed(lost_confirmed_);
  summary.set_late_confirmed(late_confirmed_);
  for (auto& rule : rules::UntriedChanges(active_->rules(), candidate_)) {
    summary.add_untried_rules(std::move(rule));
  }
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
