#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>

#include "clients/checkin/question_flow.h"

// What a person types or a form posts, read as an answer. An error is INVALID_ARGUMENT with
// FIELD_INVALID: its field names the question, and its description says what a right answer is
// like. None quotes what was typed.
namespace midstance::checkin {

// By what name an error, a file of answers and a review call a question: "knee/left swelling",
// "fever" when it is about the whole patient.
std::string NameOf(const v1::Question& question);
// "clamshell left" for exercises/clamshell, left; "clamshell" without a side.
std::string NameOf(const v1::PlannedExercise& exercise);

// The letters and words of a language that answer a question. Where there are some, English words
// are understood as well, its letters are not.
struct AnswerWords {
  std::string yes = {};  // "j ja": any of them, divided by blanks
  std::string no = {};
  std::string not_sure = {};
  std::string done = {};
  std::string part = {};
  std::string skipped = {};
};

// KIND_FLAG: y, n, yes, no, present, absent. KIND_NUMBER: digits with at most one point or comma,
// within the question's range. KIND_CHOICE: its number in the order shown, beginning with 1, its
// code, or what it is called. Every kind: "?" for not sure, which is a choice "unknown" where there
// is one. Nothing typed: left out. Case and blanks around it do not matter.
absl::StatusOr<Answer> ReadAnswer(const v1::Question& question, std::string_view text,
                                  const AnswerWords& words = {});

// Digits with at most one point or comma and blanks around them, nothing else: no exponent, no
// hexadecimal, no infinity.
std::optional<double> NumberIn(std::string_view typed);

// A number alone, from `lower` to `upper`; `field` is what the error names.
absl::StatusOr<double> ReadNumber(std::string_view field, std::string_view text, double lower,
                                  double upper);

// d, p, s, done, part, skipped; nothing typed is DONE_UNSPECIFIED.
absl::StatusOr<v1::Done> ReadDone(std::string_view field, std::string_view text,
                                  const AnswerWords& words = {});

// Whether what is asked could be answered so, e.g. by a client that keeps answers as numbers: the
// kind fits, the number is in range, there is such a choice.
absl::Status CheckAnswer(const v1::Question& question, const Answer& answer);

}  // namespace midstance::checkin
