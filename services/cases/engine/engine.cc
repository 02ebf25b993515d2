#include "services/cases/engine/engine.h"

#include <memory>
#include <utility>

#include "services/cases/engine/timeline_loader.h"
#include "services/cases/live.h"
#include "services/rules/evaluate.h"
#include "services/rules/late.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::cases {

std::string RevisionNameOf(const rules::CompiledRuleSet& rules) {
  // 128 bits of the digest: as many as nobody meets twice, and an id may be no longer than 63.
  constexpr std::size_t kDigits = 32;
  return ChildName(RuleSetName(rules.id()), Kind::kRuleSetRevision,
                   std::string_view(rules.digest()).substr(0, kDigits))
      .str();
}

RuleEngine::RuleEngine(rules::CompiledRuleSet rules, std::size_t timeline_bytes,
                       exercises::Catalogue exercises)
    : rules_(std::move(rules)),
      rule_set_(RuleSetName(rules_.id()).str()),
      name_(RevisionNameOf(rules_)),
      exercises_(std::move(exercises)),
      timelines_(std::make_shared<const TimelineCache>(timeline_bytes)) {}

absl::StatusOr<TimelineCache::Entry> RuleEngine::TimelineOf(const storage::Reader& snapshot,
                                                            std::string_view patient_id) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonOf(snapshot, patient_id));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto version, VersionOf(snapshot, person));
  const std::string key = person.Key();
  if (auto known = timelines_->Find(snapshot.clinic(), key, version)) return known;
  MIDSTANCE_ASSIGN_OR_RETURN(auto loaded, LoadTimeline(snapshot, rules_, person));
  auto timeline = std::make_shared<const rules::Timeline>(std::move(loaded));
  if (!person.deleted) timelines_->Put(snapshot.clinic(), key, version, timeline);
  return timeline;
}

absl::StatusOr<TimelineCache::Entry> RuleEngine::TimelineIn(const storage::Writer& writer,
                                                            std::string_view patient_id) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonOf(writer, patient_id));
  return TimelineIn(writer, patient_id, person);
}

absl::StatusOr<TimelineCache::Entry> RuleEngine::TimelineIn(const storage::Writer& writer,
                                                            std::string_view patient_id,
                                                            const Person& person) const {
  if (person.deleted) {
    MIDSTANCE_RETURN_IF_ERROR(LivePatient(writer, PatientName(patient_id).str()).status());
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto version, VersionOf(writer, person));
  if (auto known = timelines_->Find(writer.clinic(), person.Key(), version)) return known;
  MIDSTANCE_ASSIGN_OR_RETURN(auto loaded, LoadTimeline(writer, rules_, person));
  return std::make_shared<const rules::Timeline>(std::move(loaded));
}

Findings RuleEngine::Look(const rules::Timeline& timeline, Instant now,
                          const Change& change) const {
  Findings findings{.evaluation = EvaluateNow(timeline, now), .late = {}};
  findings.late =
      rules::HeldBefore(rules_, timeline, change.since, change.added, findings.evaluation);
  return findings;
}

rules::v1::Evaluation RuleEngine::EvaluateNow(const rules::Timeline& timeline, Instant now,
                                              bool explain_all) const {
  auto evaluation =
      rules::Evaluate(rules_, timeline, now, {.explain_all = explain_all, .all_entered = true});
  evaluation.set_rule_set_revision(name_);
  return evaluation;
}

rules::v1::Evaluation RuleEngine::Evaluate(const rules::Timeline& timeline, Instant as_of,
                                           bool explain_all) const {
  auto evaluation = rules::Evaluate(rules_, timeline, as_of, {.explain_all = explain_all});
  evaluation.set_rule_set_revision(name_);
  return evaluation;
}

}  // namespace midstance::cases
