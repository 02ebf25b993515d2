#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/patient_service.pb.h"

// What somebody types to find a patient, and who fits it. Pure.
namespace midstance::patients {

struct Typed {
  std::vector<std::string> words;    // of names, as SearchWords makes them; at most 10
  std::vector<std::string> numbers;  // what holds a digit or an @, as it was typed; at most 5
};

// Numbers alone are also taken as one that was typed in groups: "040 123 45 67".
Typed ParseTyped(std::string_view query);

struct Fit {
  v1::PatientMatch::Kind kind = v1::PatientMatch::KIND_UNSPECIFIED;
  int edits = 0;
};

// How a name fits: each typed word is one of its words, the beginning of one, or one mistyped.
// Nothing when one is none of these.
std::optional<Fit> NameFit(const std::vector<std::string>& typed,
                           const std::vector<std::string>& name);

// How the patient fits all that was typed. Nothing when she does not.
std::optional<Fit> FitOf(const Typed& typed, const v1::Patient& patient);

// Can the number be the beginning of a date of birth, or the end of a telephone number?
bool MayBeBirthDate(std::string_view number);
bool MayBePhone(std::string_view number);

}  // namespace midstance::patients
