#include "clients/checkin/read_answer.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::checkin {
namespace {

constexpr std::string_view kYes = "y yes present";
constexpr std::string_view kNo = "n no absent";
constexpr std::string_view kNotSure = "?";
constexpr std::string_view kUnknown = "unknown";
constexpr std::string_view kDone = "d done full";
constexpr std::string_view kPart = "p part";
constexpr std::string_view kSkipped = "s skipped skip";

std::string Plain(std::string_view text) {
  std::string plain = absl::AsciiStrToLower(std::string(text));
  absl::StripAsciiWhitespace(&plain);
  return plain;
}

bool IsOneOf(std::string_view word, std::string_view words) {
  const std::vector<std::string> all = absl::StrSplit(std::string(words), ' ', absl::SkipEmpty());
  return std::find(all.begin(), all.end(), word) != all.end();
}

// A letter of English may mean something else in another language.
bool Means(std::string_view word, std::string_view english, std::string_view other) {
  if (IsOneOf(word, other)) return true;
  return (other.empty() || word.size() > 1) && IsOneOf(word, english);
}

std::string InRange(bool has_lower, double lower, bool has_upper, double upper,
                    const std::string& unit) {
  std::string text = "must be a number";
  if (has_lower && has_upper) {
    absl::StrAppend(&text, " from ", lower, " to ", upper);
  } else if (has_lower) {
    absl::StrAppend(&text, " of at least ", lower);
  } else if (has_upper) {
    absl::StrAppend(&text, " of at most ", upper);
  }
  if (!unit.empty()) absl::StrAppend(&text, " ", unit);
  return text;
}

std::string RightAnswer(const v1::Question& question) {
  switch (question.kind()) {
    case v1::Question::KIND_NUMBER:
      return InRange(question.has_lower(), question.lower(), question.has_upper(), question.upper(),
                     question.unit());
    case v1::Question::KIND_CHOICE:
      return absl::StrCat("must be one of ", absl::StrJoin(question.choices(), ", "),
                          ", or its number in this order");
    default:
      return "must be yes, no or ?";
  }
}

absl::Status Wrong(const v1::Question& question) {
  return FieldInvalid(NameOf(question), RightAnswer(question));
}

std::optional<int> ChoiceIn(const v1::Question& question, const std::string& word) {
  for (int i = 0; i < question.choices_size(); ++i) {
    if (word == absl::StrCat(i + 1) || word == Plain(question.choices(i))) return i;
    if (i < question.choice_texts_size() && word == Plain(question.choice_texts(i))) return i;
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> NumberIn(std::string_view typed) {
  std::string text(typed);
  absl::StripAsciiWhitespace(&text);
  std::replace(text.begin(), text.end(), ',', '.');
  const bool negative = !text.empty() && text.front() == '-';
  const std::string_view digits = std::string_view(text).substr(negative ? 1 : 0);
  if (digits.find_first_of("0123456789") == std::string_view::npos ||
      digits.find_first_not_of("0123456789.") != std::string_view::npos) {
    return std::nullopt;
  }
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string NameOf(const v1::Question& question) {
  if (!question.has_site()) return question.code();
  return absl::StrCat(client::SiteWord(question.site()), " ", question.code());
}

std::string NameOf(const v1::PlannedExercise& exercise) {
  const std::string_view name = exercise.exercise();
  std::string text(
      name.substr(name.rfind('/') == std::string_view::npos ? 0 : name.rfind('/') + 1));
  if (exercise.side() != v1::SIDE_UNSPECIFIED) {
    std::string side = absl::AsciiStrToLower(client::Word(exercise.side()));
    std::replace(side.begin(), side.end(), '_', '-');
    absl::StrAppend(&text, " ", side);
  }
  return text;
}

absl::StatusOr<Answer> ReadAnswer(const v1::Question& question, std::string_view text,
                                  const AnswerWords& words) {
  const std::string word = Plain(text);
  if (word.empty()) return Answer::LeftOut();
  if (Means(word, kNotSure, words.not_sure)) {
    const auto unknown = question.kind() == v1::Question::KIND_CHOICE
                             ? ChoiceIn(question, std::string(kUnknown))
                             : std::nullopt;
    return unknown.has_value() ? Answer::Choice(*unknown) : Answer::NotSure();
  }
  if (question.kind() == v1::Question::KIND_NUMBER) {
    const auto number = NumberIn(word);
    if (!number.has_value()) return Wrong(question);
    const Answer answer = Answer::Number(*number);
    MIDSTANCE_RETURN_IF_ERROR(CheckAnswer(question, answer));
    return answer;
  }
  if (question.kind() == v1::Question::KIND_CHOICE) {
    const auto choice = ChoiceIn(question, word);
    if (!choice.has_value()) return Wrong(question);
    return Answer::Choice(*choice);
  }
  if (Means(word, kYes, words.yes)) return Answer::Present();
  if (Means(word, kNo, words.no)) return Answer::Absent();
  return Wrong(question);
}

absl::StatusOr<double> ReadNumber(std::string_view field, std::string_view text, double lower,
                                  double upper) {
  const auto number = NumberIn(Plain(text));
  if (!number.has_value() || *number < lower || *number > upper) {
    return FieldInvalid(field, InRange(true, lower, true, upper, ""));
  }
  return *number;
}

absl::StatusOr<v1::Done> ReadDone(std::string_view field, std::string_view text,
                                  const AnswerWords& words) {
  const std::string word = Plain(text);
  if (word.empty()) return v1::DONE_UNSPECIFIED;
  if (Means(word, kDone, words.done)) return v1::DONE_FULL;
  if (Means(word, kPart, words.part)) return v1::DONE_PART;
  if (Means(word, kSkipped, words.skipped)) return v1::DONE_SKIPPED;
  return FieldInvalid(field, "must be done, part or skipped");
}

absl::Status CheckAnswer(const v1::Question& question, const Answer& answer) {
  using Said = Answer::Said;
  const auto kind = question.kind();
  switch (answer.said) {
    case Said::kPresent:
    case Said::kAbsent:
      return kind == v1::Question::KIND_FLAG ? absl::OkStatus() : Wrong(question);
    case Said::kNumber: {
      const bool in_range = (!question.has_lower() || answer.number >= question.lower()) &&
                            (!question.has_upper() || answer.number <= question.upper());
      const bool right =
          kind == v1::Question::KIND_NUMBER && std::isfinite(answer.number) && in_range;
      return right ? absl::OkStatus() : Wrong(question);
    }
    case Said::kChoice: {
      const bool there = answer.choice >= 0 && answer.choice < question.choices_size();
      return kind == v1::Question::KIND_CHOICE && there ? absl::OkStatus() : Wrong(question);
    }
    case Said::kTicked:
      return kind == v1::Question::KIND_FLAG ? Wrong(question) : absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

}  // namespace midstance::checkin
