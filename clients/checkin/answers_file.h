#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>

#include "clients/checkin/outgoing.h"
#include "clients/checkin/question_flow.h"

// Answers in a file, as JSON: written by hand or by a program,
//
//   {"answers": {"knee/left worst_nprs": 3, "knee/left swelling": "?", "fever": "no"},
//    "nothing_else": true,
//    "exercises": {"clamshell left": "done"},
//    "run": {"done": "part", "minutes": 20, "effort": 3},
//    "note": "after the hill"}
//
// or kept by the dialog when the server could not be reached:
//
//   {"case": ..., "request_id": ..., "check_in": {...}, "amends": {...}}
namespace midstance::checkin {

// Read against the form. INVALID_ARGUMENT names every field that is wrong: an unknown name, a value
// of another kind, an answer to a question that is closed.
absl::StatusOr<Answers> ReadAnswersFile(const v1::CheckInForm& form, std::string_view text);

// The kept check-in of a file; nothing when it is one of answers. INVALID_ARGUMENT when it was kept
// for another case, or is no JSON.
absl::StatusOr<std::optional<Outgoing>> ReadKept(std::string_view text, std::string_view case_name);
std::string KeptText(const Outgoing& outgoing, std::string_view case_name);

// Every question, exercise and run that a file may answer, one in a line: its name, what a right
// answer is like, what is asked; divided by tabs.
std::string NamesIn(const v1::CheckInForm& form);

}  // namespace midstance::checkin
