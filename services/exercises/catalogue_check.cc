#include "services/exercises/catalogue_check.h"

#include <algorithm>
#include <set>
#include <string>

#include "services/exercises/catalogue.h"
#include "services/exercises/doses.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::exercises {
namespace {

using google::protobuf::RepeatedPtrField;
using google::rpc::BadRequest;

std::string Item(const std::string& list, int at) { return list + "[" + std::to_string(at) + "]"; }

bool Holds(const RepeatedPtrField<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

class LibraryCheck {
 public:
  LibraryCheck(const v1::ExerciseLibrary& library, const v1::CautionSet& cautions,
               BadRequest& violations)
      : cautions_(cautions), violations_(violations) {
    for (const auto& muscle : library.muscles()) muscles_.insert(muscle.id());
    for (const auto& exercise : library.exercises()) names_.insert(exercise.name());
  }

  void Check(const v1::Exercise& exercise, const std::string& path) {
    Expect(ResourceName::Parse(exercise.name(), Kind::kExercise).ok(), path + ".name",
           "must be a name like exercises/tr-iliacus");
    Expect(seen_.insert(exercise.name()).second, path + ".name", "is there twice");
    Expect(exercise.kind() != v1::Exercise::KIND_UNSPECIFIED, path + ".kind", "is missing");
    for (const auto& [text, field] :
         {std::pair(&exercise.title(), ".title"), std::pair(&exercise.target(), ".target"),
          std::pair(&exercise.equipment(), ".equipment"),
          std::pair(&exercise.dose_words(), ".dose_words"),
          std::pair(&exercise.frequency(), ".frequency"),
          std::pair(&exercise.source(), ".source")}) {
      Expect(!text->empty(), path + field, "is missing");
    }
    CheckDose(exercise.dose(), path + ".dose", violations_);
    Expect(!exercise.muscles().empty(), path + ".muscles", "is missing");
    for (int i = 0; i < exercise.muscles_size(); ++i) {
      Expect(muscles_.contains(exercise.muscles(i)), Item(path + ".muscles", i),
             "must be a muscle of the library");
    }
    Steps(exercise.progressions(), exercise, path + ".progressions");
    Steps(exercise.regressions(), exercise, path + ".regressions");
    Cautions(exercise, path);
  }

 private:
  void Expect(bool holds, std::string path, std::string otherwise) {
    if (!holds) AddViolation(violations_, std::move(path), std::move(otherwise));
  }

  void Steps(const RepeatedPtrField<v1::ExerciseStep>& steps, const v1::Exercise& exercise,
             const std::string& path) {
    Expect(!steps.empty(), path, "is missing");
    for (int i = 0; i < steps.size(); ++i) {
      const auto& step = steps.Get(i);
      Expect(!step.text().empty(), Item(path, i) + ".text", "is missing");
      if (step.exercise().empty()) continue;
      Expect(names_.contains(step.exercise()) && step.exercise() != exercise.name(),
             Item(path, i) + ".exercise", "must be another exercise of the library");
      Expect(i + 1 == steps.size(), Item(path, i), "leads away and must be the last step");
    }
  }

  void Cautions(const v1::Exercise& exercise, const std::string& path) {
    std::set<std::string> looked_at;
    for (int i = 0; i < exercise.cautions_size(); ++i) {
      const auto& all = cautions_.cautions();
      const auto found = std::find_if(all.begin(), all.end(), [&](const v1::Caution& caution) {
        return caution.id() == exercise.cautions(i);
      });
      if (found == all.end()) {
        Expect(false, Item(path + ".cautions", i), "must be a caution");
        continue;
      }
      bool concerns = false;
      for (const auto& clause : found->clauses()) {
        // The other half of the caution is the release itself.
        const bool is_release = exercise.kind() == v1::Exercise::KIND_TENSION_RELEASE &&
                                std::any_of(clause.when().begin(), clause.when().end(),
                                            [](const v1::Caution::Trigger& trigger) {
                                              return trigger.release_of_same_muscle();
                                            });
        concerns = concerns || is_release || Concerns(*found, clause, exercise);
        looked_at.insert(clause.tags().begin(), clause.tags().end());
      }
      Expect(concerns, Item(path + ".cautions", i), "has no clause for a tag of the exercise");
    }
    for (int i = 0; i < exercise.tags_size(); ++i) {
      Expect(looked_at.contains(exercise.tags(i)), Item(path + ".tags", i),
             "is looked at by no caution of the exercise");
    }
  }

  const v1::CautionSet& cautions_;
  BadRequest& violations_;
  std::set<std::string> muscles_;
  std::set<std::string> names_;
  std::set<std::string> seen_;
};

int KindsOf(const v1::Caution::Trigger& trigger) {
  return static_cast<int>(!trigger.present().empty()) +
         static_cast<int>(!trigger.number().empty()) + static_cast<int>(!trigger.choice().empty()) +
         static_cast<int>(!trigger.escalation().empty()) +
         static_cast<int>(trigger.release_of_same_muscle());
}

void CheckClause(const v1::ExerciseLibrary& library, const v1::Caution& caution,
                 const v1::Caution::Clause& clause, const std::string& path,
                 BadRequest& violations) {
  const auto expect = [&](bool holds, const std::string& field, const char* otherwise) {
    if (!holds) AddViolation(violations, path + field, otherwise);
  };
  expect(!clause.when().empty(), ".when", "is missing");
  expect(!clause.tags().empty(), ".tags", "is missing");
  expect(!clause.advice().empty(), ".advice", "is missing");
  expect(clause.effect() != v1::Caution::EFFECT_UNSPECIFIED, ".effect", "is missing");
  expect(clause.where() != v1::Caution::WHERE_UNSPECIFIED, ".where", "is missing");
  for (int i = 0; i < clause.when_size(); ++i) {
    const auto& trigger = clause.when(i);
    expect(KindsOf(trigger) == 1, Item(".when", i), "must look at exactly one thing");
    expect(trigger.choice().empty() == trigger.is().empty(), Item(".when", i),
           "needs `is` with a choice, and only then");
    expect(trigger.within_days() >= 0, Item(".when", i), "within_days must not be negative");
  }
  for (int i = 0; i < clause.tags_size(); ++i) {
    const auto& all = library.exercises();
    expect(std::any_of(all.begin(), all.end(),
                       [&](const v1::Exercise& exercise) {
                         return Holds(exercise.tags(), clause.tags(i)) &&
                                Holds(exercise.cautions(), caution.id());
                       }),
           Item(".tags", i), "is of no exercise that names the caution");
  }
}

void CheckRule(const v1::PrescribingRule& rule, const std::string& path, BadRequest& violations) {
  const auto expect = [&](bool holds, const char* field, const char* otherwise) {
    if (!holds) AddViolation(violations, path + field, otherwise);
  };
  const bool of_kind = rule.kind() == v1::PrescribingRule::KIND_START_WITH ||
                       rule.kind() == v1::PrescribingRule::KIND_NEEDS_FINDING ||
                       rule.kind() == v1::PrescribingRule::KIND_DAILY;
  const bool numbered = rule.kind() != v1::PrescribingRule::KIND_NEEDS_FINDING &&
                        rule.kind() != v1::PrescribingRule::KIND_DAILY;
  expect(rule.kind() != v1::PrescribingRule::KIND_UNSPECIFIED, ".kind", "is missing");
  expect(!rule.id().empty(), ".id", "is missing");
  expect(!rule.text().empty(), ".text", "is missing");
  expect(!rule.source().empty(), ".source", "is missing");
  expect((rule.exercise_kind() != v1::Exercise::KIND_UNSPECIFIED) == of_kind, ".exercise_kind",
         "does not fit the kind");
  expect((rule.number() > 0) == numbered, ".number", "does not fit the kind");
  expect(rule.code().empty() == (rule.kind() != v1::PrescribingRule::KIND_NEEDS_FINDING), ".code",
         "does not fit the kind");
  expect(rule.range_codes().empty() || rule.kind() == v1::PrescribingRule::KIND_NEEDS_FINDING,
         ".range_codes", "does not fit the kind");
}

}  // namespace

void CheckLibrary(const v1::ExerciseLibrary& library, const v1::CautionSet& cautions,
                  BadRequest& violations) {
  LibraryCheck check(library, cautions, violations);
  if (library.pain_rule().empty()) AddViolation(violations, "pain_rule", "is missing");
  std::set<std::string> seen;
  for (int i = 0; i < library.muscles_size(); ++i) {
    const auto& id = library.muscles(i).id();
    if (id.empty() || !seen.insert(id).second) {
      AddViolation(violations, Item("muscles", i) + ".id", "is missing or there twice");
    }
  }
  for (int i = 0; i < library.exercises_size(); ++i) {
    check.Check(library.exercises(i), Item("exercises", i));
  }
}

void CheckCautions(const v1::ExerciseLibrary& library, const v1::CautionSet& cautions,
                   BadRequest& violations) {
  std::set<std::string> seen;
  for (int i = 0; i < cautions.cautions_size(); ++i) {
    const auto& caution = cautions.cautions(i);
    const std::string path = Item("cautions", i);
    if (caution.id().empty() || !seen.insert(caution.id()).second) {
      AddViolation(violations, path + ".id", "is missing or there twice");
    }
    if (caution.title().empty()) AddViolation(violations, path + ".title", "is missing");
    if (caution.source().empty()) AddViolation(violations, path + ".source", "is missing");
    if (caution.clauses().empty()) AddViolation(violations, path + ".clauses", "is missing");
    for (int j = 0; j < caution.clauses_size(); ++j) {
      CheckClause(library, caution, caution.clauses(j), Item(path + ".clauses", j), violations);
    }
  }
  for (int i = 0; i < cautions.rules_size(); ++i) {
    CheckRule(cautions.rules(i), Item("rules", i), violations);
  }
}

}  // namespace midstance::exercises
