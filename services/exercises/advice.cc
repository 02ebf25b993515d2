#include "services/exercises/advice.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/exercises/doses.h"

namespace midstance::exercises {
namespace {

using Rule = v1::PrescribingRule;

struct Active {
  const v1::PrescribedExercise* prescribed;
  const v1::Exercise* exercise;
};

// What is wrong: nothing, the whole, or these exercises.
struct Verdict {
  bool broken = false;
  std::set<std::string> exercises = {};
};

Verdict Of(std::set<std::string> exercises) {
  const bool broken = !exercises.empty();
  return {broken, std::move(exercises)};
}

template <class Test>
Verdict Those(const std::vector<Active>& all, Test test) {
  std::set<std::string> found;
  for (const Active& each : all) {
    if (test(each)) found.insert(each.exercise->name());
  }
  return Of(std::move(found));
}

int DistinctOf(const std::vector<Active>& all, v1::Exercise::Kind kind) {
  std::set<std::string> names;
  for (const Active& each : all) {
    if (kind == v1::Exercise::KIND_UNSPECIFIED || each.exercise->kind() == kind) {
      names.insert(each.exercise->name());
    }
  }
  return static_cast<int>(names.size());
}

// A stretch is what is held for a time to gain mobility.
int StretchSeconds(const Active& active) {
  if (active.exercise->kind() != v1::Exercise::KIND_MOBILITY) return 0;
  return SecondsOf(DoseOf(*active.prescribed, *active.exercise));
}

Verdict TooLongStretched(const std::vector<Active>& all, int most) {
  std::set<std::string> found;
  for (const Active& one : all) {
    if (StretchSeconds(one) == 0) continue;
    for (const auto& muscle : one.exercise->muscles()) {
      int seconds = 0;
      for (const Active& other : all) {
        const auto& muscles = other.exercise->muscles();
        if (std::find(muscles.begin(), muscles.end(), muscle) != muscles.end() &&
            SidesMeet(one.prescribed->side(), other.prescribed->side())) {
          seconds += StretchSeconds(other);
        }
      }
      if (seconds > most) found.insert(one.exercise->name());
    }
  }
  return Of(std::move(found));
}

bool IsFound(const PatientFacts& facts, const std::string& code) {
  return std::any_of(facts.facts.begin(), facts.facts.end(), [&](const Fact& fact) {
    const auto* present = std::get_if<bool>(&fact.value);
    return fact.code == code && present != nullptr && *present;
  });
}

// Whether the two sides of an area were measured and differ by more than the measurement misses.
bool SidesDiffer(const PatientFacts& facts, const std::string& code) {
  const auto side = [&](const Fact& fact, v1::Side wanted) {
    return fact.code == code && fact.site.side() == wanted &&
           std::holds_alternative<double>(fact.value);
  };
  for (const Fact& left : facts.facts) {
    if (!side(left, v1::SIDE_LEFT)) continue;
    for (const Fact& right : facts.facts) {
      if (!side(right, v1::SIDE_RIGHT) || right.site.area() != left.site.area()) continue;
      const double difference = std::get<double>(left.value) - std::get<double>(right.value);
      if (std::abs(difference) > left.measurement_error) return true;
    }
  }
  return false;
}

bool NeededIsFound(const Rule& rule, const PatientFacts& facts) {
  const auto& ranges = rule.range_codes();
  return IsFound(facts, rule.code()) ||
         std::any_of(ranges.begin(), ranges.end(),
                     [&](const std::string& code) { return SidesDiffer(facts, code); });
}

Verdict Judge(const Rule& rule, const std::vector<Active>& all, const PatientFacts& facts,
              Stage stage) {
  const auto days = [](const Active& each) {
    return DaysAWeek(DoseOf(*each.prescribed, *each.exercise));
  };
  switch (rule.kind()) {
    case Rule::KIND_MOST_EXERCISES:
      return {DistinctOf(all, v1::Exercise::KIND_UNSPECIFIED) > rule.number()};
    case Rule::KIND_START_WITH:
      return {stage == Stage::kFirst && DistinctOf(all, rule.exercise_kind()) < rule.number()};
    case Rule::KIND_NEEDS_FINDING:
      if (NeededIsFound(rule, facts)) return {};
      return Those(
          all, [&](const Active& each) { return each.exercise->kind() == rule.exercise_kind(); });
    case Rule::KIND_STRETCH_SECONDS:
      return TooLongStretched(all, rule.number());
    case Rule::KIND_STRETCH_DAYS:
      return Those(all, [&](const Active& each) {
        return StretchSeconds(each) > 0 && days(each) > rule.number();
      });
    case Rule::KIND_DAILY:
      return Those(all, [&](const Active& each) {
        return each.exercise->kind() == rule.exercise_kind() && days(each) < 7;
      });
    default:
      return {};
  }
}

}  // namespace

void AddAdvice(const Catalogue& catalogue, const v1::Prescription& prescription,
               const PatientFacts& facts, Stage stage, v1::PrescriptionCheck& check) {
  std::vector<Active> all;
  all.reserve(static_cast<std::size_t>(prescription.exercises_size()));
  for (const auto& prescribed : prescription.exercises()) {
    const auto* exercise = catalogue.Find(prescribed.exercise());
    if (exercise != nullptr && !prescribed.has_hold()) all.push_back({&prescribed, exercise});
  }
  for (const auto& rule : catalogue.cautions().rules()) {
    const Verdict verdict = Judge(rule, all, facts, stage);
    if (!verdict.broken) continue;
    auto& advice = *check.add_advice();
    advice.set_rule(rule.id());
    advice.set_text(rule.text());
    advice.set_source(rule.source());
    for (const auto& name : verdict.exercises) advice.add_exercises(name);
  }
}

}  // namespace midstance::exercises
