#pragma once

#include <absl/status/status.h>
#include <google/protobuf/field_mask.pb.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/patient.pb.h"

namespace midstance::cli {

// What the command line says of a patient; what is not given is left as it is.
struct PatientFields {
  std::optional<std::string> given, family, born, phone, email, language, goal, note, sex;
  std::optional<double> weekly_km, longest_km, training_years;
  std::optional<std::string> surface, shoes, race, race_date;
  std::optional<std::string> emergency_name, emergency_phone, emergency_relation;
  std::vector<std::string> injuries;
  std::vector<std::string> identifiers, removed_identifiers;  // "insurance=TK 12"
  std::vector<std::string> consents, withdrawn;               // "letters=2026-03-27"
};

// Names are `required` of a new patient.
void AddPatientFields(CLI::App& verb, PatientFields& fields, bool required);

// Sets the fields that are given and adds their paths to the mask. INVALID_ARGUMENT says what is
// wrong with one.
absl::Status SetFields(const PatientFields& fields, v1::Patient& patient,
                       google::protobuf::FieldMask& mask);

// The option that a field of the patient came from and, of one that may be repeated, which of them:
// "injury" and 2 of "running.past_injuries[2]". Empty of a field that no option sets.
struct FieldSource {
  std::string option;
  int index = 0;
};
FieldSource SourceOf(std::string_view field);

}  // namespace midstance::cli
