#include "services/exercises/check.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/exercises/advice.h"
#include "services/exercises/doses.h"
#include "services/exercises/sentences.h"

namespace midstance::exercises {
namespace {

using Caution = v1::Caution;
using Result = v1::PrescriptionCheck;

constexpr int kMostEvidence = 20;

// Something that triggers a clause.
struct Hit {
  const Caution::Clause* clause;
  std::string code;
  std::string words;
  std::string evidence;
  Instant at;
};

// One exercise of a prescription, as the cautions see it.
struct Subject {
  const v1::PrescribedExercise& prescribed;
  const v1::Exercise& exercise;
  const std::set<v1::Area>& areas;
};

bool LiesNear(Caution::Where where, bool of_patient, const v1::Site& site, const Subject& subject) {
  if (where == Caution::WHERE_ANYWHERE || of_patient) return true;
  if (!SidesMeet(site.side(), subject.prescribed.side())) return false;
  return where == Caution::WHERE_SIDE || subject.areas.contains(site.area());
}

bool InAreas(const Caution::Trigger& trigger, bool of_patient, const v1::Site& site) {
  const auto& areas = trigger.areas();
  return areas.empty() || of_patient ||
         std::find(areas.begin(), areas.end(), site.area()) != areas.end();
}

bool IsPositive(const Caution::Trigger& trigger, const Fact& fact, Day today) {
  if (trigger.within_days() > 0 && today - fact.day > std::chrono::days{trigger.within_days()}) {
    return false;
  }
  if (const auto* present = std::get_if<bool>(&fact.value)) return *present;
  if (const auto* number = std::get_if<double>(&fact.value)) return *number > trigger.more_than();
  const auto& choice = std::get<std::string>(fact.value);
  return std::find(trigger.is().begin(), trigger.is().end(), choice) != trigger.is().end();
}

bool Fits(const std::string& pattern, const std::string& id) {
  if (pattern.ends_with('*')) return id.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == id;
}

// The rule or family that the pattern means; empty when it means none of them.
std::string FittingRule(const std::string& pattern, const OpenEscalation& escalation) {
  for (const auto& rule : escalation.rules) {
    if (Fits(pattern, rule)) return rule;
  }
  return Fits(pattern, escalation.family) ? escalation.family : std::string();
}

bool ShareMuscle(const v1::Exercise& one, const v1::Exercise& other) {
  return std::any_of(one.muscles().begin(), one.muscles().end(), [&](const std::string& muscle) {
    return std::find(other.muscles().begin(), other.muscles().end(), muscle) !=
           other.muscles().end();
  });
}

class Checker {
 public:
  Checker(const Catalogue& catalogue, const v1::Prescription& prescription,
          const PatientFacts& facts)
      : catalogue_(catalogue), prescription_(prescription), facts_(facts) {}

  Result Run() {
    Result blocking;
    Result warning;
    for (const auto& prescribed : prescription_.exercises()) {
      const auto* exercise = catalogue_.Find(prescribed.exercise());
      if (exercise == nullptr) continue;
      const Subject subject{prescribed, *exercise, catalogue_.AreasOf(exercise->name())};
      for (const auto& id : exercise->cautions()) {
        const auto* caution = catalogue_.FindCaution(id);
        if (caution != nullptr) Apply(*caution, subject, blocking, warning);
      }
    }
    blocking.MergeFrom(warning);
    return blocking;
  }

 private:
  void Apply(const Caution& caution, const Subject& subject, Result& blocking, Result& warning) {
    std::vector<Hit> hits;
    std::vector<std::string> silent;
    for (const auto& clause : caution.clauses()) {
      if (!Concerns(caution, clause, subject.exercise)) continue;
      for (const auto& trigger : clause.when()) Look(clause, trigger, subject, hits, silent);
    }
    const bool blocks = std::any_of(hits.begin(), hits.end(), [](const Hit& hit) {
      return hit.clause->effect() == Caution::EFFECT_BLOCK;
    });
    if (blocks) {
      std::erase_if(hits,
                    [](const Hit& hit) { return hit.clause->effect() != Caution::EFFECT_BLOCK; });
    }
    if (!hits.empty()) {
      Tell(caution, subject, hits, *(blocks ? blocking : warning).add_findings());
    } else if (!silent.empty()) {
      auto& not_asked = *blocking.add_not_asked();
      not_asked.set_exercise(subject.exercise.name());
      not_asked.set_side(subject.prescribed.side());
      not_asked.set_caution(caution.id());
      for (auto& code : silent) not_asked.add_codes(std::move(code));
    }
  }

  void Look(const Caution::Clause& clause, const Caution::Trigger& trigger, const Subject& subject,
            std::vector<Hit>& hits, std::vector<std::string>& silent) const {
    if (trigger.release_of_same_muscle()) return LookForRelease(clause, subject, hits);
    if (!trigger.escalation().empty()) return LookForEscalation(clause, trigger, subject, hits);
    bool asked = false;
    for (const auto& fact : facts_.facts) {
      if (fact.code != CodeOf(trigger) || !InAreas(trigger, fact.of_patient, fact.site) ||
          !LiesNear(clause.where(), fact.of_patient, fact.site, subject)) {
        continue;
      }
      asked = true;
      if (!IsPositive(trigger, fact, facts_.today)) continue;
      hits.push_back({&clause, fact.code, FactWords(fact), fact.record, fact.observed});
    }
    const auto& code = CodeOf(trigger);
    if (!asked && std::find(silent.begin(), silent.end(), code) == silent.end()) {
      silent.push_back(code);
    }
  }

  void LookForEscalation(const Caution::Clause& clause, const Caution::Trigger& trigger,
                         const Subject& subject, std::vector<Hit>& hits) const {
    for (const auto& escalation : facts_.escalations) {
      const std::string rule = FittingRule(trigger.escalation(), escalation);
      if (rule.empty() || !InAreas(trigger, escalation.of_patient, escalation.site) ||
          !LiesNear(clause.where(), escalation.of_patient, escalation.site, subject)) {
        continue;
      }
      hits.push_back(
          {&clause, rule, EscalationWords(escalation), escalation.name, escalation.raised});
    }
  }

  void LookForRelease(const Caution::Clause& clause, const Subject& subject,
                      std::vector<Hit>& hits) const {
    for (const auto& other : prescription_.exercises()) {
      const auto* release = catalogue_.Find(other.exercise());
      if (release == nullptr || other.has_hold() ||
          release->kind() != v1::Exercise::KIND_TENSION_RELEASE ||
          !ShareMuscle(*release, subject.exercise) ||
          !SidesMeet(other.side(), subject.prescribed.side())) {
        continue;
      }
      const auto days =
          DaysOf(DoseOf(other, *release)) & DaysOf(DoseOf(subject.prescribed, subject.exercise));
      if (days.none()) continue;
      hits.push_back({&clause, release->name().substr(release->name().find('/') + 1),
                      release->title() + " is prescribed for the same muscle", release->name(),
                      Instant::min()});
    }
  }

  static void Tell(const Caution& caution, const Subject& subject, std::vector<Hit>& hits,
                   Result::Finding& finding) {
    std::stable_sort(hits.begin(), hits.end(),
                     [](const Hit& one, const Hit& other) { return one.at > other.at; });
    const Hit& first = hits.front();
    finding.set_exercise(subject.exercise.name());
    finding.set_side(subject.prescribed.side());
    finding.set_caution(caution.id());
    finding.set_effect(first.clause->effect());
    finding.set_code(first.code);
    finding.set_because(Because(caution, first.words, first.clause->advice()));
    for (const Hit& hit : hits) {
      const auto& known = finding.evidence();
      if (finding.evidence_size() == kMostEvidence) break;
      if (std::find(known.begin(), known.end(), hit.evidence) == known.end()) {
        finding.add_evidence(hit.evidence);
      }
    }
    const auto& overridden = subject.prescribed.overridden();
    finding.set_overridden(std::any_of(
        overridden.begin(), overridden.end(),
        [&](const v1::OverriddenCaution& each) { return each.caution() == caution.id(); }));
  }

  const Catalogue& catalogue_;
  const v1::Prescription& prescription_;
  const PatientFacts& facts_;
};

}  // namespace

v1::PrescriptionCheck Check(const Catalogue& catalogue, const v1::Prescription& prescription,
                            const PatientFacts& facts, Stage stage) {
  auto check = Checker(catalogue, prescription, facts).Run();
  AddAdvice(catalogue, prescription, facts, stage, check);
  return check;
}

std::vector<Result::Finding> Blocking(const Catalogue& catalogue,
                                      const v1::Prescription& prescription,
                                      const PatientFacts& facts) {
  std::vector<Result::Finding> blocking;
  auto check = Checker(catalogue, prescription, facts).Run();
  for (auto& finding : *check.mutable_findings()) {
    if (finding.effect() == Caution::EFFECT_BLOCK && !finding.overridden()) {
      blocking.push_back(std::move(finding));
    }
  }
  return blocking;
}

const v1::Dose& DoseOf(const v1::PrescribedExercise& prescribed, const v1::Exercise& exercise) {
  return prescribed.has_dose() ? prescribed.dose() : exercise.dose();
}

bool SidesMeet(v1::Side one, v1::Side other) {
  const auto is_one_side = [](v1::Side side) {
    return side == v1::SIDE_LEFT || side == v1::SIDE_RIGHT;
  };
  return !is_one_side(one) || !is_one_side(other) || one == other;
}

}  // namespace midstance::exercises
