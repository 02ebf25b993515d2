#include "services/jobs/new_rules.h"

#include <optional>
#include <vector>

#include "midstance/v1/patient.pb.h"
#include "services/cases/engine/active_rules.h"
#include "services/cases/engine/recording.h"
#include "services/jobs/unit.h"
#include "services/rulesets/activation.h"
#include "services/rulesets/revision.h"
#include "storage/find.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::jobs {
namespace {

using storage::v1::RulesRound;

constexpr char kAuthor[] = "system";

absl::StatusOr<storage::WriteUnit> Ship(const cases::RuleEngine& shipped, Instant now,
                                        const storage::Reader& reader) {
  storage::Writer writer(reader);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active,
                             cases::ActiveRulesAt(writer, shipped.rule_set(), now));
  MIDSTANCE_ASSIGN_OR_RETURN(auto revision,
                             storage::Find<v1::RuleSetRevision>(writer, shipped.name()));
  if (!revision.has_value()) {
    revision = rulesets::RevisionOf(shipped.rules(), shipped.rules());
    revision->set_author(kAuthor);
    revision->set_reason("Came with the server: version " + shipped.rules().version() + ".");
    revision->set_shipped(true);
    MIDSTANCE_RETURN_IF_ERROR(writer.Insert(*revision, now));
  }
  // What the clinic activated for later is no less hers.
  const bool is_of_the_clinic =
      active.has_value() && (!active->shipped() || !active->next_revision().empty());
  if (!is_of_the_clinic && (!active.has_value() || active->revision() != shipped.name())) {
    const rulesets::Activating activating{.revision = revision->name(),
                                          .shipped = revision->shipped(),
                                          .user = kAuthor,
                                          .reason = revision->reason(),
                                          .now = now,
                                          .effective = now};
    MIDSTANCE_RETURN_IF_ERROR(rulesets::Activate(writer, active, activating).status());
  }
  return UnitOf(writer, "rule_set.ship", now, shipped.rules().digest());
}

absl::StatusOr<storage::WriteUnit> Ask(const cases::Engines& engines, const std::string& patient,
                                       Instant now, const storage::Reader& reader) {
  storage::Writer writer(reader);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, engines.At(writer, now));
  const cases::RecordChange nothing{.patient_id = patient, .added = {}, .withdrawn = {}};
  MIDSTANCE_RETURN_IF_ERROR(cases::RunRules(CallOf("new rules\n" + engine->name() + patient, now),
                                            writer, *engine, nothing)
                                .status());
  return UnitOf(writer, "escalation.new_rules", now, engine->rules().digest());
}

// What is to be asked next: nothing when the active rules were asked about everybody. Rules that
// are active again are asked again: what was told while others were, they have not seen.
absl::StatusOr<std::optional<RulesRound>> NextRound(const storage::Reader& reader,
                                                    const std::string& rule_set, Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, cases::ActiveRulesAt(reader, rule_set, now));
  if (!active.has_value()) return std::nullopt;
  MIDSTANCE_ASSIGN_OR_RETURN(auto round, storage::Find<RulesRound>(reader, rule_set));
  if (!round.has_value() || round->revision() != active->revision() ||
      round->activations() != active->activations()) {
    RulesRound first = round.value_or(RulesRound());
    first.set_name(rule_set);
    first.set_revision(active->revision());
    first.set_activations(active->activations());
    first.clear_after();
    first.clear_done();
    first.clear_failed();
    return first;
  }
  if (round->done()) return std::nullopt;
  return round;
}

absl::StatusOr<storage::WriteUnit> Advance(RulesRound round, Instant now,
                                           const storage::Reader& reader) {
  storage::Writer writer(reader);
  MIDSTANCE_RETURN_IF_ERROR(round.etag().empty() ? writer.Insert(round, now)
                                                 : writer.Update(round, now));
  return UnitOf(writer, "rule_set.asked", now);
}

}  // namespace

absl::Status KeepShipped(storage::Store& store, const cases::Engines& engines,
                         const std::string& clinic, Instant now) {
  const auto& shipped = *engines.shipped();
  bool news = false;
  MIDSTANCE_RETURN_IF_ERROR(store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto unit, Ship(shipped, now, reader));
    news = !unit.mutations.empty();
    return absl::OkStatus();
  }));
  if (!news) return absl::OkStatus();
  return store
      .Write(clinic, [&](const storage::Reader& reader) { return Ship(shipped, now, reader); })
      .status();
}

absl::Status AskNewRules(storage::Store& store, const cases::Engines& engines,
                         const std::string& clinic, Instant now) {
  std::optional<RulesRound> round;
  std::vector<std::string> news;
  absl::Status first;
  MIDSTANCE_RETURN_IF_ERROR(store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(round, NextRound(reader, engines.shipped()->rule_set(), now));
    if (!round.has_value()) return absl::OkStatus();
    storage::Query query;
    query.limit = kMostPatients;
    query.after_name = round->after();
    MIDSTANCE_ASSIGN_OR_RETURN(const auto page, reader.List<v1::Patient>(query));
    for (const auto& patient : page.items) {
      MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(patient.name()));
      const std::string id(name.patient());
      const auto unit = Ask(engines, id, now, reader);
      first.Update(unit.status());
      if (unit.ok() && !unit->mutations.empty()) news.push_back(id);
    }
    round->set_after(page.last_name);
    return absl::OkStatus();
  }));
  if (!round.has_value()) return absl::OkStatus();
  for (const auto& patient : news) {
    first.Update(store
                     .Write(clinic,
                            [&](const storage::Reader& reader) {
                              return Ask(engines, patient, now, reader);
                            })
                     .status());
  }
  if (!first.ok()) round->set_failed(true);
  if (round->after().empty()) {
    round->set_done(!round->failed());
    round->clear_failed();
  }
  first.Update(
      store
          .Write(clinic,
                 [&](const storage::Reader& reader) { return Advance(*round, now, reader); })
          .status());
  return first;
}

}  // namespace midstance::jobs
