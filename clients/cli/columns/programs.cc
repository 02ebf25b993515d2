#include "clients/cli/columns/columns.h"
#include "clients/cli/columns/words.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using client::Word;

// "tr-calf/left (held: K1)", "st-bridge [march]".
std::string PrescribedWord(const v1::PrescribedExercise& exercise) {
  std::string text = exercise.exercise().substr(exercise.exercise().find('/') + 1);
  if (exercise.side() != v1::SIDE_UNSPECIFIED) text += "/" + Word(exercise.side());
  if (!exercise.form().empty()) text += " [" + exercise.form() + "]";
  if (exercise.has_hold()) text += " (held: " + exercise.hold().caution() + ")";
  return text;
}

}  // namespace

Columns<v1::Exercise> ExerciseColumns() {
  return {
      {"KIND", [](const auto& e) { return Word(e.kind()); }},
      {"TITLE", [](const auto& e) { return e.title(); }, Fit::kMayShorten},
      {"DOSE", [](const auto& e) { return e.dose_words(); }, Fit::kMayShorten},
      {"HOW OFTEN", [](const auto& e) { return e.frequency(); }},
      {"CAUTIONS", [](const auto& e) { return Listed(e.cautions()); }},
      {"NAME", [](const auto& e) { return e.name(); }},
      {"SOURCE", [](const auto& e) { return e.source(); }, Fit::kMayShorten},
  };
}

Columns<v1::Program> ProgramColumns() {
  return {
      {"STATE", [](const auto& p) { return Word(p.state()); }},
      {"REVISION", [](const auto& p) { return std::to_string(p.revision()); }, Fit::kRight},
      {"TITLE", [](const auto& p) { return p.title(); }, Fit::kMayShorten},
      {"EXERCISES", [](const auto& p) { return Joined(p.exercises(), PrescribedWord); },
       Fit::kMayShorten},
      {"NAME", [](const auto& p) { return p.name(); }},
  };
}

Columns<v1::Enrollment> EnrollmentColumns() {
  return {
      {"STATE", [](const auto& e) { return Word(e.state()); }},
      {"START", [](const auto& e) { return e.start_date(); }},
      {"END", [](const auto& e) { return e.end_date(); }},
      {"EXERCISES",
       [](const auto& e) {
         return e.prescriptions().empty()
                    ? std::string()
                    : Joined(e.prescriptions(e.prescriptions_size() - 1).exercises(),
                             PrescribedWord);
       },
       Fit::kMayShorten},
      {"DOSE ANEW",
       [](const auto& e) {
         return e.prescriptions().empty()
                    ? std::string()
                    : e.prescriptions(e.prescriptions_size() - 1).dose_anew_date();
       }},
      {"PROGRAM", [](const auto& e) { return e.program(); }},
      {"NAME", [](const auto& e) { return e.name(); }},
  };
}

Columns<v1::PrescriptionCheck::Finding> FindingColumns() {
  return {
      {"EFFECT", [](const auto& f) { return Word(f.effect()); }},
      {"EXERCISE", [](const auto& f) { return f.exercise(); }},
      {"SIDE", [](const auto& f) { return Word(f.side()); }},
      {"CAUTION", [](const auto& f) { return f.caution(); }},
      {"BECAUSE", [](const auto& f) { return f.because(); }, Fit::kMayShorten},
      {"FINDING", [](const auto& f) { return f.code(); }},
      {"SET ASIDE", [](const auto& f) { return std::string(f.overridden() ? "yes" : "no"); }},
  };
}

}  // namespace midstance::cli
