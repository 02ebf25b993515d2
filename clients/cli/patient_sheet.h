#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/patient_service.pb.h"

namespace midstance::cli {

// What is wrong with a line of a file: "line 7, Birth date: must be a day of the calendar".
struct SheetProblem {
  std::size_t line = 0;
  std::string column;  // as its title stands in the file; empty: the whole line
  std::string what;
};
std::string ProblemText(const SheetProblem& problem);

struct SheetPatient {
  std::size_t line = 0;
  v1::CreatePatientRequest request;
  std::size_t same_as = 0;  // an earlier line with the same name and birth date; 0: none
};

// A file of patients: columns are what `patients create` takes, named in its first line.
struct PatientSheet {
  std::vector<SheetPatient> patients;                      // of the lines that can be read
  std::vector<SheetProblem> problems;                      // of the others, by line
  std::size_t lines = 0;                                   // with a patient in them, right or wrong
  std::map<std::string, std::vector<std::string>> titles;  // of columns in the file, by option
};

// The same file gives the same request ids, whenever it is read. Looks at what can be seen without
// the server: INVALID_ARGUMENT when this is no CSV or its first line does not name the columns;
// what is wrong with single lines are problems.
absl::StatusOr<PatientSheet> ReadPatientSheet(std::string_view text);

// What the server said against a patient, by columns; of the whole line when it names none.
std::vector<SheetProblem> ProblemsOf(const absl::Status& refused, const SheetPatient& patient,
                                     const PatientSheet& sheet);

// `there` says all that `given` says: she was registered before.
bool SaysTheSame(const v1::Patient& given, const v1::Patient& there);

}  // namespace midstance::cli
