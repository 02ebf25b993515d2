#include <algorithm>
#include <set>

#include "services/exercises/check.h"
#include "services/exercises/doses.h"
#include "services/exercises/steps.h"
#include "support/status.h"

namespace midstance::exercises {

void CheckExercises(const Catalogue& catalogue,
                    const google::protobuf::RepeatedPtrField<v1::PrescribedExercise>& exercises,
                    const std::string& path, google::rpc::BadRequest& violations) {
  for (int i = 0; i < exercises.size(); ++i) {
    const auto& prescribed = exercises.Get(i);
    const std::string at = path + "[" + std::to_string(i) + "]";
    const auto* exercise = catalogue.Find(prescribed.exercise());
    if (exercise == nullptr) {
      AddViolation(violations, at + ".exercise", "must be an exercise of the library");
    } else if (!HasForm(*exercise, prescribed.step())) {
      AddViolation(violations, at + ".step", "must be a form that the library has");
    }
    for (int j = 0; j < i; ++j) {
      const auto& other = exercises.Get(j);
      if (other.exercise() == prescribed.exercise() && SidesMeet(other.side(), prescribed.side())) {
        AddViolation(violations, at, "is there twice for one side");
        break;
      }
    }
    if (prescribed.has_dose()) CheckDose(prescribed.dose(), at + ".dose", violations);
    std::set<std::string> seen;
    for (int j = 0; j < prescribed.overridden_size(); ++j) {
      const auto& caution = prescribed.overridden(j).caution();
      if (catalogue.FindCaution(caution) == nullptr || !seen.insert(caution).second) {
        AddViolation(violations, at + ".overridden[" + std::to_string(j) + "].caution",
                     "must be a caution of the library, each once");
      }
    }
  }
}

}  // namespace midstance::exercises
