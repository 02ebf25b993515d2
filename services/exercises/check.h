#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/clinical.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/exercise.pb.h"
#include "services/exercises/catalogue.h"
#include "support/time.h"

// What findings say about a prescription. Pure: values in, values out.
namespace midstance::exercises {

// The latest answer to one code, at one site or about the whole patient. What was not asked has
// none; an answer that leaves the matter open is none.
struct Fact {
  std::string code;
  bool of_patient = false;
  v1::Site site;  // unless of_patient
  std::variant<bool, double, std::string> value;
  Instant observed;
  Day day;             // of the clinic's calendar, on which it was observed
  std::string record;  // resource name
  std::string words;   // "Swollen calf: present"
  // Of a measured number, in its unit: two sides that differ by no more are not known to differ.
  double measurement_error = 0;
};

// An escalation that nobody resolved.
struct OpenEscalation {
  std::string name;
  std::string title;
  std::string family;
  std::vector<std::string> rules;  // that fired
  bool of_patient = false;
  v1::Site site;  // unless of_patient
  Instant raised;
  Day since;  // the day of it in the clinic's calendar
};

struct PatientFacts {
  std::vector<Fact> facts;
  std::vector<OpenEscalation> escalations;
  Day today;  // of the clinic's calendar
};

// Whether it is the first prescription of a program: the rules for beginning hold then.
enum class Stage { kFirst, kLater };

// What the cautions say: everything that blocks, then what warns; each exercise, side and caution
// once, with the newest finding named. A finding that was not asked triggers nothing and is listed.
// What is held back releases no muscle and counts for no prescribing rule. Exercises that the
// catalogue does not know are passed over.
v1::PrescriptionCheck Check(const Catalogue& catalogue, const v1::Prescription& prescription,
                            const PatientFacts& facts, Stage stage = Stage::kLater);

// Of the same, what blocks and nobody set aside.
std::vector<v1::PrescriptionCheck::Finding> Blocking(const Catalogue& catalogue,
                                                     const v1::Prescription& prescription,
                                                     const PatientFacts& facts);

// What a prescription must keep whoever it is for: exercises of the library, each with a side once,
// doses that say how much and how often, forms that the library has, cautions that exist.
// `path` is where the exercises stand.
void CheckExercises(const Catalogue& catalogue,
                    const google::protobuf::RepeatedPtrField<v1::PrescribedExercise>& exercises,
                    const std::string& path, google::rpc::BadRequest& violations);

// The dose that holds: the prescribed one, or the library's.
const v1::Dose& DoseOf(const v1::PrescribedExercise& prescribed, const v1::Exercise& exercise);

// A finding on one side touches an exercise on another: the same side, or one that is not told.
bool SidesMeet(v1::Side one, v1::Side other);

}  // namespace midstance::exercises
