#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/cases/engine/person.h"
#include "services/cases/engine/timeline_cache.h"
#include "services/exercises/catalogue.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::cases {

// What was just changed in a timeline.
struct Change {
  // When the earliest of what was entered or withdrawn was observed.
  Instant since;
  // Name of the record that was entered; empty: none.
  std::string_view added = {};
};

struct Findings {
  rules::v1::Evaluation evaluation;
  // What held before, where a change reaches back (see rules::HeldBefore).
  std::vector<rules::v1::RuleResult> late;
};

// "ruleSets/{rule_set}/revisions/{revision}" of these rules.
std::string RevisionNameOf(const rules::CompiledRuleSet& rules);

// One rule set, whose calendar is the clinic's, the exercises that findings may forbid, and
// the timelines of the patients that it was asked about last. Thread-safe; outlives the store,
// whose commits it hears of.
class RuleEngine {
 public:
  static constexpr std::size_t kTimelineBytes = std::size_t{64} << 20;
  explicit RuleEngine(rules::CompiledRuleSet rules, std::size_t timeline_bytes = kTimelineBytes,
                      exercises::Catalogue exercises = {});

  const rules::CompiledRuleSet& rules() const { return rules_; }
  const exercises::Catalogue& exercises() const { return exercises_; }
  const schedule::ClinicCalendar& calendar() const { return rules_.calendar(); }
  // "ruleSets/{rule_set}".
  const std::string& rule_set() const { return rule_set_; }
  // "ruleSets/{rule_set}/revisions/{revision}".
  const std::string& name() const { return name_; }
  // Of patients who are not deleted, and as they were committed: a verb that writes may run inside
  // a transaction that is thrown away, so it puts in nothing but what its own commit made.
  const std::shared_ptr<const TimelineCache>& timelines() const { return timelines_; }

  // Every record of the patient that counts in this snapshot, which is a committed one (that of a
  // READ); also of the records that are merged with hers (see person.h). RESOURCE_NOT_FOUND when
  // there is no such patient.
  absl::StatusOr<TimelineCache::Entry> TimelineOf(const storage::Reader& snapshot,
                                                  std::string_view patient_id) const;

  // The same inside a write, which a deleted patient refuses: STATE_FORBIDS.
  absl::StatusOr<TimelineCache::Entry> TimelineIn(const storage::Writer& writer,
                                                  std::string_view patient_id) const;
  // The same of the person whose record `patient_id` is.
  absl::StatusOr<TimelineCache::Entry> TimelineIn(const storage::Writer& writer,
                                                  std::string_view patient_id,
                                                  const Person& person) const;

  // What the rules say of a patient whose records were just changed; see Findings.
  Findings Look(const rules::Timeline& timeline, Instant now, const Change& change) const;

  // What the rules say now of all records, whenever they were entered: a call that was admitted
  // later may have been committed first, and a clock may have been ahead.
  rules::v1::Evaluation EvaluateNow(const rules::Timeline& timeline, Instant now,
                                    bool explain_all = false) const;

  // What the rules say of what was known then, with the rule set named.
  rules::v1::Evaluation Evaluate(const rules::Timeline& timeline, Instant as_of,
                                 bool explain_all = false) const;

 private:
  const rules::CompiledRuleSet rules_;
  const std::string rule_set_;
  const std::string name_;
  const exercises::Catalogue exercises_;
  // A commit may end when nobody asks this engine any more.
  const std::shared_ptr<const TimelineCache> timelines_;
};

}  // namespace midstance::cases
