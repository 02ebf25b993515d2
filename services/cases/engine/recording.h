#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/engine.h"
#include "services/cases/engine/person.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/names.h"
#include "support/status.h"
#include "support/time.h"

// What recording, amending and retracting have in common, whatever the record.
namespace midstance::cases {

// What a call does to the records that the rules see.
struct RecordChange {
  std::string_view patient_id;
  std::vector<rules::Report> added;  // of one record
  std::string_view withdrawn;        // name of a record; empty: none
  // Nothing but time has passed: what came to hold by it since the last record counts too, and when
  // to ask again is decided anew.
  bool by_time = false;
  // The person's records were merged or parted, or she is not as old as was thought: what held from
  // then on counts too, and a person's answer to a finding holds nothing back that she could not
  // see in the record that it lies in.
  std::optional<Instant> anew = {};
};

struct Consequences {
  rules::v1::Evaluation evaluation;
  std::vector<v1::Escalation> escalations;  // opened first, then changed
  // Positions in the results: what holds and was not resolved by a person.
  std::vector<int> standing;
  // What became known late, held before and opened or changed an escalation.
  std::vector<rules::v1::RuleResult> late;
};

// Lets the rules speak about all records of the person (see person.h) after the change, as of the
// call, and writes what becomes of her escalations and of the exercises that a finding now forbids,
// and when to ask again. The new timeline is remembered when the call is committed.
// RESOURCE_NOT_FOUND or STATE_FORBIDS without a patient who is not deleted.
absl::StatusOr<Consequences> RunRules(const rpc::Call& call, storage::Writer& writer,
                                      const RuleEngine& engine, const RecordChange& change);

// The same for several records of one call, one after the other: each sees what those before it
// left. Refers to all that it is given.
class RuleRun {
 public:
  RuleRun(storage::Writer& writer, const RuleEngine& engine, std::string_view patient_id)
      : writer_(writer), engine_(engine), patient_id_(patient_id) {}

  // `call` has ids for what this record opens. The change is of the run's patient.
  absl::StatusOr<Consequences> Next(const rpc::Call& call, const RecordChange& change);

  // The escalations that the run opened or changed, as they are now.
  const std::vector<v1::Escalation>& touched() const { return touched_; }

 private:
  absl::Status Begin();
  absl::Status PlanRecheck(const rules::v1::Evaluation& evaluation, bool by_time, Instant now);

  storage::Writer& writer_;
  const RuleEngine& engine_;
  const std::string patient_id_;
  std::optional<Person> person_;
  // What the commit will make the remembered timeline; nothing before the first record.
  std::shared_ptr<TimelineCache::Entry> timeline_;
  std::vector<v1::Escalation> touched_;
};

// Lets the rules speak about the patient with what the server knows by itself beside her records:
// `facts`, each named by what it is about, at or below a case. What rests on none of them is left
// to the records. Writes what becomes of her escalations and answers with them; the facts are kept
// nowhere but as their evidence. The same again changes nothing.
absl::StatusOr<std::vector<v1::Escalation>> RunOnFacts(const rpc::Call& call,
                                                       storage::Writer& writer,
                                                       const RuleEngine& engine,
                                                       std::string_view patient_id,
                                                       std::span<const rules::Report> facts);

// STATE_FORBIDS unless the record still counts.
absl::Status StillCounts(std::string_view resource_type, std::string_view name,
                         v1::RecordState state);

// Makes `record`, as a client sent it, a new record of the case: named by the call's first id.
template <class M>
void Enter(const rpc::Call& call, const ResourceName& parent, Kind kind, M& record) {
  record.set_name(ChildName(parent, kind, call.NewId()).str());
  record.clear_etag();
  if (!record.has_occurred_time()) *record.mutable_occurred_time() = TimestampOf(call.now);
  record.set_state(v1::RECORD_STATE_ACTIVE);
  record.set_entered_by(call.principal.name);
}

// Takes `record` out of what counts and writes it so.
template <class M>
absl::Status Withdraw(const rpc::Call& call, storage::Writer& writer, v1::RecordState state,
                      const std::string& reason, M& record) {
  record.set_state(state);
  record.set_change_reason(reason);
  record.set_change_author(call.principal.name);
  return writer.Update(record, call.now);
}

}  // namespace midstance::cases
