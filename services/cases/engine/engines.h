#pragma once

#include <absl/status/statusor.h>

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "services/cases/engine/engine.h"
#include "services/exercises/catalogue.h"
#include "services/rules/compile.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::cases {

// The engine of each clinic: that of the rules that came with the server, or of the revision that
// the clinic made active. Which that is stands in the store and is read with everything else of a
// call, so that a call knows one rule set from its beginning to its end. Thread-safe; outlives the
// store.
class Engines {
 public:
  using Engine = std::shared_ptr<const RuleEngine>;

  explicit Engines(rules::CompiledRuleSet shipped,
                   std::size_t timeline_bytes = RuleEngine::kTimelineBytes,
                   exercises::Catalogue exercises = {});

  const Engine& shipped() const { return shipped_; }
  // The same of every clinic, whatever its rules are.
  const exercises::Catalogue& exercises() const { return shipped_->exercises(); }
  const schedule::ClinicCalendar& calendar() const { return shipped_->calendar(); }

  // What evaluates at `now`.
  absl::StatusOr<Engine> At(const storage::Reader& snapshot, Instant now) const;
  // The same inside a write, which is decided again when its clinic has activated something else
  // by the time it is committed.
  absl::StatusOr<Engine> At(storage::Writer& writer, Instant now) const;
  // What evaluated at a moment of the past.
  absl::StatusOr<Engine> AsOf(const storage::Reader& snapshot, Instant then) const;
  // Whether this server can evaluate by what each clinic activated: RULE_SET_INVALID, naming clinic
  // and revision, where it cannot. Asked before a server of another version takes calls.
  absl::Status Ready(storage::Store& store, Instant now) const;
  // Of one revision, by a name that the clinic's rows gave. RESOURCE_NOT_FOUND when there is none.
  absl::StatusOr<Engine> Of(const storage::Reader& snapshot, std::string_view revision) const;

 private:
  static constexpr std::size_t kMostRevisions = 8;

  Engine Known(std::string_view revision) const;
  Engine Keep(Engine engine) const;

  const std::size_t timeline_bytes_;
  const Engine shipped_;
  // Those of revisions, the one that was used last first. A revision is the same in every clinic.
  mutable std::mutex mutex_;
  mutable std::list<Engine> newest_first_;
};

}  // namespace midstance::cases
