#include "clients/checkin/tick_list.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <utility>

#include "support/status.h"

namespace midstance::checkin {
namespace {

absl::Status NoTicks() {
  return FieldInvalid("list", "must be the numbers of all that are so, or 0 for none");
}

}  // namespace

const TickList& ListAt(const std::vector<TickList>& lists, int first) {
  return *std::find_if(lists.begin(), lists.end(),
                       [first](const TickList& one) { return one.questions.front() == first; });
}

absl::StatusOr<Answers> ReadTicks(const v1::CheckInForm& form, Answers answers,
                                  const std::vector<int>& list, std::string_view text) {
  const Answers before = answers;
  for (const int i : list) answers.questions[static_cast<std::size_t>(i)] = Answer();
  const std::vector<std::string> words =
      absl::StrSplit(std::string(text), absl::ByAnyChar(" ,;\t"), absl::SkipEmpty());
  bool none = false;
  for (std::string word : words) {
    const bool not_sure = word.back() == '?';
    if (not_sure) word.pop_back();
    int number = 0;
    if (!absl::SimpleAtoi(word, &number) || number < 0) return NoTicks();
    if (number == 0 && !not_sure) {
      none = true;
      continue;
    }
    if (number < 1 || number > static_cast<int>(list.size())) return NoTicks();
    const int index = list[static_cast<std::size_t>(number) - 1];
    const auto at = static_cast<std::size_t>(index);
    const bool flag = form.questions(index).kind() == v1::Question::KIND_FLAG;
    if (not_sure) {
      answers.questions[at] = Answer::NotSure();
    } else if (flag) {
      answers.questions[at] = Answer::Present();
    } else {
      answers.questions[at] =
          SaysSo(before.questions[at]) ? before.questions[at] : Answer::Ticked();
    }
  }
  if (words.empty() || (none && words.size() > 1)) return NoTicks();
  return NothingElse(form, std::move(answers), list);
}

std::string TicksOf(const Answers& answers, const std::vector<int>& list) {
  using Said = Answer::Said;
  std::string text;
  for (std::size_t n = 0; n < list.size(); ++n) {
    const Answer& answer = answers.questions[static_cast<std::size_t>(list[n])];
    if (answer.said == Said::kNothing) return "";
    const bool ticked = answer.said == Said::kTicked || SaysSo(answer);
    if (!ticked && answer.said != Said::kNotSure) continue;
    absl::StrAppend(&text, text.empty() ? "" : " ", n + 1, ticked ? "" : "?");
  }
  return text.empty() ? "0" : text;
}

}  // namespace midstance::checkin
