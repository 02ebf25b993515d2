#include "services/cases/engine/engines.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "midstance/v1/rule_set_revision.pb.h"
#include "services/cases/engine/active_rules.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::cases {

Engines::Engines(rules::CompiledRuleSet shipped, std::size_t timeline_bytes,
                 exercises::Catalogue exercises)
    : timeline_bytes_(timeline_bytes),
      shipped_(std::make_shared<const RuleEngine>(std::move(shipped), timeline_bytes,
                                                  std::move(exercises))) {}

absl::StatusOr<Engines::Engine> Engines::At(const storage::Reader& snapshot, Instant now) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, ActiveRulesAt(snapshot, shipped_->rule_set(), now));
  return active.has_value() ? Of(snapshot, active->revision()) : shipped_;
}

absl::StatusOr<Engines::Engine> Engines::At(storage::Writer& writer, Instant now) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, ActiveRulesAt(writer, shipped_->rule_set(), now));
  return active.has_value() ? Of(writer, active->revision()) : shipped_;
}

absl::StatusOr<Engines::Engine> Engines::AsOf(const storage::Reader& snapshot, Instant then) const {
  storage::Query query;
  query.name_prefix = shipped_->rule_set() + "/activations/";
  // The newest first. What waited and was replaced before it began was never active.
  std::string revision;
  std::optional<Instant> replaced_at;
  MIDSTANCE_RETURN_IF_ERROR(
      snapshot.ForEach<v1::RuleSetActivation>(query, [&](const v1::RuleSetActivation& activation) {
        const Instant from = InstantOf(activation.effective_time());
        const bool began = !replaced_at.has_value() || from < *replaced_at;
        replaced_at = InstantOf(activation.create_time());
        // The first one was active before it was recorded.
        if (began && revision.empty() && (from <= then || activation.replaced().empty())) {
          revision = activation.revision();
        }
      }));
  if (revision.empty()) return shipped_;
  return Of(snapshot, revision);
}

absl::Status Engines::Ready(storage::Store& store, Instant now) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto clinics, store.Clinics());
  for (const auto& clinic : clinics) {
    std::string revision;
    const auto compiled = store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
      MIDSTANCE_ASSIGN_OR_RETURN(const auto active,
                                 ActiveRulesAt(reader, shipped_->rule_set(), now));
      if (!active.has_value()) return absl::OkStatus();
      for (const auto& name : {active->revision(), active->next_revision()}) {
        revision = name;
        if (!name.empty()) MIDSTANCE_RETURN_IF_ERROR(Of(reader, name).status());
      }
      return absl::OkStatus();
    });
    if (ReasonOf(compiled) == midstance::v1::ERROR_REASON_RULE_SET_INVALID) {
      return Error(midstance::v1::ERROR_REASON_RULE_SET_INVALID)
          .Because("this server cannot evaluate by the rules that the clinic " + clinic +
                   " activated, " + revision +
                   ": start the version that it was activated with, and activate another");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Engines::Engine> Engines::Of(const storage::Reader& snapshot,
                                            std::string_view revision) const {
  if (revision == shipped_->name()) return shipped_;
  if (auto known = Known(revision)) return known;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto stored, snapshot.Get<v1::RuleSetRevision>(revision));
  MIDSTANCE_ASSIGN_OR_RETURN(auto compiled, rules::Compile(stored.definition(), calendar()));
  return Keep(std::make_shared<const RuleEngine>(std::move(compiled), timeline_bytes_,
                                                 shipped_->exercises()));
}

Engines::Engine Engines::Known(std::string_view revision) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(newest_first_.begin(), newest_first_.end(),
                                  [&](const Engine& engine) { return engine->name() == revision; });
  if (found == newest_first_.end()) return nullptr;
  newest_first_.splice(newest_first_.begin(), newest_first_, found);
  return newest_first_.front();
}

Engines::Engine Engines::Keep(Engine engine) const {
  const std::lock_guard lock(mutex_);
  // Two calls may have compiled it at once: the timelines of the first one count.
  for (const auto& known : newest_first_) {
    if (known->name() == engine->name()) return known;
  }
  newest_first_.push_front(std::move(engine));
  if (newest_first_.size() > kMostRevisions) newest_first_.pop_back();
  return newest_first_.front();
}

}  // namespace midstance::cases
