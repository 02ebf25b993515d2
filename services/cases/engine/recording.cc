#include "services/cases/engine/recording.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "services/cases/engine/ages.h"
#include "services/cases/engine/alarms.h"
#include "services/cases/engine/holds.h"
#include "services/cases/engine/keep.h"
#include "services/cases/engine/known.h"
#include "services/cases/engine/recheck.h"
#include "services/cases/engine/settle.h"
#include "services/cases/engine/support.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rules/evaluate.h"
#include "services/rules/late.h"
#include "storage/tables/all.h"

namespace midstance::cases {
namespace {

// Whether something as serious holds for the same family at the same site.
bool Covers(const rules::v1::Evaluation& evaluation, const rules::v1::RuleResult& result) {
  return std::any_of(evaluation.results().begin(), evaluation.results().end(),
                     [&](const rules::v1::RuleResult& other) {
                       return other.truth() == rules::v1::HOLDS &&
                              other.fingerprint() == result.fingerprint() &&
                              RankOf(other) >= RankOf(result);
                     });
}

// Whether something as serious held already in a timeline: `now`, as it was evaluated, or on the
// day of the last of the evidence. The whole day counts, so that a time put right within it makes
// nothing new.
bool HeldIn(const RuleEngine& engine, const rules::Timeline& timeline,
            const rules::v1::Evaluation& now, const rules::v1::RuleResult& result) {
  if (Covers(now, result)) return true;
  std::set<Instant> moments{InstantOf(result.last_observed_time())};
  const auto& calendar = engine.calendar();
  const auto day = calendar.DayOf(*moments.begin());
  for (const auto& track : timeline.tracks()) {
    for (const auto& row : timeline.RowsOf(track)) {
      const Instant observed = FromMicros(row.observed);
      if (calendar.DayOf(observed) == day) moments.insert(observed);
    }
  }
  return std::any_of(moments.begin(), moments.end(), [&](Instant moment) {
    return Covers(rules::Evaluate(engine.rules(), timeline, moment, {.as_observed = true}), result);
  });
}

// The record and those that it amends, newest first.
absl::StatusOr<std::vector<std::string>> Amended(const storage::Reader& reader,
                                                 std::string record) {
  std::vector<std::string> names;
  while (!record.empty()) {
    std::string before;
    if (ResourceName::Parse(record, Kind::kCheckIn).ok()) {
      MIDSTANCE_ASSIGN_OR_RETURN(const auto check_in, reader.Get<v1::CheckIn>(record));
      before = check_in.amends();
    } else {
      MIDSTANCE_ASSIGN_OR_RETURN(const auto assessment, reader.Get<v1::Assessment>(record));
      before = assessment.amends();
    }
    names.push_back(std::exchange(record, std::move(before)));
  }
  return names;
}

}  // namespace

absl::StatusOr<Consequences> RunRules(const rpc::Call& call, storage::Writer& writer,
                                      const RuleEngine& engine, const RecordChange& change) {
  return RuleRun(writer, engine, change.patient_id).Next(call, change);
}

absl::Status RuleRun::Begin() {
  MIDSTANCE_ASSIGN_OR_RETURN(person_, PersonOf(writer_, patient_id_));
  MIDSTANCE_RETURN_IF_ERROR(Guard(writer_, *person_));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto version, VersionOf(writer_, *person_));
  MIDSTANCE_ASSIGN_OR_RETURN(auto timeline, engine_.TimelineIn(writer_, patient_id_, *person_));
  // The commit moves each record that the unit is decided on by one.
  const auto after = version + static_cast<std::int64_t>(person_->records.size());
  timeline_ = std::make_shared<TimelineCache::Entry>(std::move(timeline));
  writer_.AfterCommit([timelines = engine_.timelines(), clinic = writer_.clinic(),
                       key = person_->Key(), after,
                       timeline = timeline_] { timelines->Put(clinic, key, after, *timeline); });
  return absl::OkStatus();
}

// With a record only the first change by time is known, which may be no flag: finding the first
// flag takes as many evaluations as there are changes before it, and nobody waits for it.
absl::Status RuleRun::PlanRecheck(const rules::v1::Evaluation& evaluation, bool by_time,
                                  Instant now) {
  if (by_time) return RecheckAt(writer_, patient_id_, NextRise(engine_, **timeline_, now), now);
  if (!evaluation.has_recheck_time()) return absl::OkStatus();
  return RecheckBy(writer_, patient_id_, InstantOf(evaluation.recheck_time()), now);
}

absl::StatusOr<Consequences> RuleRun::Next(const rpc::Call& call, const RecordChange& change) {
  if (timeline_ == nullptr) MIDSTANCE_RETURN_IF_ERROR(Begin());
  Change look{.since = Instant::max()};
  const auto before = *timeline_;
  auto timeline = before;
  if (!change.withdrawn.empty()) {
    if (const auto observed = timeline->ObservedTimeOf(change.withdrawn)) look.since = *observed;
    timeline = std::make_shared<const rules::Timeline>(
        timeline->Without(engine_.rules(), change.withdrawn));
  }
  if (!change.added.empty()) {
    look.added = change.added.front().name;
    look.since = std::min(look.since, change.added.front().observed);
    std::vector<rules::Report> added = change.added;
    AddAges(person_->born, engine_.calendar(), added);
    timeline = std::make_shared<const rules::Timeline>(timeline->With(engine_.rules(), added));
  }
  *timeline_ = timeline;
  if (change.by_time) look.since = std::min(change.anew.value_or(call.now), call.now);

  Consequences consequences;
  auto [evaluation, late] = engine_.Look(*timeline, call.now, look);
  // Only what was observed before it is entered can speak against what was raised before.
  const bool is_late = !change.added.empty() && change.added.front().observed < call.now;
  if (evaluation.results_size() > 0 || !late.empty() || !change.withdrawn.empty() || is_late) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto known, KnownEscalations(writer_, *person_, evaluation, late,
                                                            touched_, change.anew.has_value()));
    Occasion occasion{
        .call = call, .calendar = engine_.calendar(), .added = look.added, .amended = {}};
    std::optional<Withdrawal> withdrawal;
    if (!change.withdrawn.empty()) {
      withdrawal =
          Withdrawal{.record = change.withdrawn,
                     .supported =
                         [&, &now = evaluation](const auto& escalation) {
                           return Supports(engine_, *timeline, now, escalation);
                         },
                     .held_before =
                         [&, then = engine_.EvaluateNow(*before, call.now)](const auto& result) {
                           return HeldIn(engine_, *before, then, result);
                         }};
      if (!change.added.empty()) {
        MIDSTANCE_ASSIGN_OR_RETURN(occasion.amended,
                                   Amended(writer_, std::string(change.withdrawn)));
      }
    }
    std::optional<Arrival> arrival;
    if (is_late) {
      arrival = Arrival{.observed = look.since, .held_before = [&](const auto& escalation) {
                          return HeldAtAll(engine_, *timeline, look.since, call.now, escalation);
                        }};
    }
    auto settled = Settle(occasion, evaluation, late, std::move(known), withdrawal, arrival);
    MIDSTANCE_ASSIGN_OR_RETURN(consequences.escalations,
                               Keep(writer_, call.now, settled.opened, settled.changed));
    for (const auto& kept : consequences.escalations) Replace(kept, touched_);
    consequences.standing = std::move(settled.standing);
    for (const int at : settled.standing_late) {
      consequences.late.push_back(std::move(late[static_cast<std::size_t>(at)]));
    }
  }
  MIDSTANCE_RETURN_IF_ERROR(PlanRecheck(evaluation, change.by_time, call.now));
  consequences.evaluation = std::move(evaluation);
  MIDSTANCE_RETURN_IF_ERROR(HoldExercises(call, writer_, engine_, *person_, *timeline, touched_));
  return consequences;
}

absl::StatusOr<std::vector<v1::Escalation>> RunOnFacts(const rpc::Call& call,
                                                       storage::Writer& writer,
                                                       const RuleEngine& engine,
                                                       std::string_view patient_id,
                                                       std::span<const rules::Report> facts) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonOf(writer, patient_id));
  MIDSTANCE_RETURN_IF_ERROR(Guard(writer, person));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto records, engine.TimelineIn(writer, patient_id, person));
  auto evaluation = engine.EvaluateNow(records->With(engine.rules(), facts), call.now);
  auto& results = *evaluation.mutable_results();
  results.erase(std::remove_if(results.begin(), results.end(),
                               [&](const rules::v1::RuleResult& result) {
                                 return std::none_of(facts.begin(), facts.end(),
                                                     [&](const rules::Report& fact) {
                                                       return rules::RestsOn(result, fact.name);
                                                     });
                               }),
                results.end());
  if (results.empty()) return std::vector<v1::Escalation>();
  MIDSTANCE_ASSIGN_OR_RETURN(auto known,
                             KnownEscalations(writer, person, evaluation, {}, {}, false));
  const Occasion occasion{.call = call, .calendar = engine.calendar(), .added = {}, .amended = {}};
  auto settled = Settle(occasion, evaluation, {}, std::move(known));
  return Keep(writer, call.now, settled.opened, settled.changed);
}

absl::Status StillCounts(std::string_view resource_type, std::string_view name,
                         v1::RecordState state) {
  if (state == v1::RECORD_STATE_ACTIVE) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On(resource_type, name)
      .With("state", v1::RecordState_Name(state))
      .Because("the record was amended or retracted before");
}

}  // namespace midstance::cases
