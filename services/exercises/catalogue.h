#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "midstance/v1/exercise.pb.h"

namespace midstance::exercises {

// The library with the cautions and the prescribing rules, checked. Immutable; a copy shares them
// and may be used by several threads. One made without data knows no exercise and forbids nothing.
class Catalogue {
 public:
  Catalogue();

  // Checks everything and reports every problem at once: INVALID_ARGUMENT (FIELD_INVALID) with one
  // violation per problem, whose field is the path in the data ("exercises[3].dose"). Gives every
  // exercise without a pain rule that of the library.
  static absl::StatusOr<Catalogue> Make(v1::ExerciseLibrary library, v1::CautionSet cautions);
  // What ships with the program.
  static absl::StatusOr<Catalogue> Shipped();

  const v1::ExerciseLibrary& library() const;
  const v1::CautionSet& cautions() const;
  // By name, "exercises/{exercise}"; nullptr when there is none.
  const v1::Exercise* Find(std::string_view name) const;
  // By id, e.g. "K3"; nullptr when there is none.
  const v1::Caution* FindCaution(std::string_view id) const;
  // The areas of the exercise's muscles.
  const std::set<v1::Area>& AreasOf(std::string_view name) const;
  // Every observation code that a caution or a prescribing rule asks for.
  const std::set<std::string, std::less<>>& codes() const;
  // Number of the rule of this kind; 0 when there is none.
  int NumberOf(v1::PrescribingRule::Kind kind) const;

 private:
  struct Data;
  explicit Catalogue(std::shared_ptr<const Data> data);

  std::shared_ptr<const Data> data_;
};

// Whether a clause of the caution may ever concern the exercise.
bool Concerns(const v1::Caution& caution, const v1::Caution::Clause& clause,
              const v1::Exercise& exercise);

// The observation code of a trigger; empty when it looks at something else.
const std::string& CodeOf(const v1::Caution::Trigger& trigger);

}  // namespace midstance::exercises
