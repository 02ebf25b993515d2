#include "clients/cli/output/tuned.h"

#include <algorithm>

#include "clients/cli/columns/words.h"
#include "clients/cli/output/grid.h"
#include "clients/cli/output/json.h"

namespace midstance::cli {
namespace {

// What a value that works did; nothing of one that does not.
std::string CountWord(const v1::TunedValue& value, const std::string& word) {
  return value.problems().empty() ? word : "";
}

void AddWords(const std::string& words, std::string& text) {
  if (!text.empty()) text += ", ";
  text += words;
}

// "misses 2 confirmed, breaks 1 scenario".
std::string VerdictWord(const v1::TunedValue& value) {
  std::string text;
  for (const auto& problem : value.problems()) AddWords("does not work: " + problem, text);
  const auto confirmed = [](int count) { return std::to_string(count) + " confirmed"; };
  if (value.missed_confirmed() > 0) AddWords("misses " + confirmed(value.missed_confirmed()), text);
  if (value.late_confirmed() > 0) AddWords("delays " + confirmed(value.late_confirmed()), text);
  if (const int broken = value.broken_scenarios(); broken > 0) {
    AddWords("breaks " + std::to_string(broken) + (broken == 1 ? " scenario" : " scenarios"), text);
  }
  if (value.present()) AddWords("as it is now", text);
  if (value.recommended()) AddWords("recommended", text);
  return text;
}

template <class M>
std::string ArrayOf(const std::vector<M>& all) {
  std::vector<const google::protobuf::Message*> messages;
  messages.reserve(all.size());
  for (const auto& one : all) messages.push_back(&one);
  std::string array = FormatJsonArray(messages);
  array.pop_back();
  return array;
}

}  // namespace

Columns<v1::TunableNumber> NumberColumns() {
  return {
      {"NUMBER", [](const auto& n) { return n.number(); }},
      {"NOW", [](const auto& n) { return DecimalWord(n.present()); }, Fit::kRight},
  };
}

Columns<v1::TunedValue> TunedColumns() {
  return {
      {"VALUE", [](const auto& v) { return DecimalWord(v.value()); }, Fit::kRight},
      {"FLAGS", [](const auto& v) { return CountWord(v, std::to_string(v.alarms())); },
       Fit::kRight},
      {"PER 100 A WEEK",
       [](const auto& v) { return CountWord(v, OneDecimalWord(v.weekly_per_100())); }, Fit::kRight},
      {"MINUTES A WEEK",
       [](const auto& v) { return CountWord(v, OneDecimalWord(v.weekly_minutes_per_100())); },
       Fit::kRight},
      {"LOST", [](const auto& v) { return CountWord(v, std::to_string(v.lost())); }, Fit::kRight},
      {"ADDED", [](const auto& v) { return CountWord(v, std::to_string(v.added())); }, Fit::kRight},
      {"VERDICT", VerdictWord},
  };
}

std::string TunedText(const Tuned& tuned) {
  std::string text;
  for (const auto& value : tuned.values) {
    for (const auto& escalation : value.missed_escalations()) {
      text += DecimalWord(value.value()) + " misses " + escalation + "\n";
    }
  }
  const auto best = std::ranges::find_if(tuned.values, &v1::TunedValue::recommended);
  if (best == tuned.values.end()) {
    return text + "No other value has fewer flags without missing or delaying a confirmed one.\n";
  }
  return text + DecimalWord(best->value()) +
         " has the fewest flags of those that miss and delay no confirmed one.\n";
}

std::string TunedJson(const Tuned& tuned) {
  return "{\n\"numbers\": " + ArrayOf(tuned.numbers) + ",\n\"values\": " + ArrayOf(tuned.values) +
         "\n}\n";
}

}  // namespace midstance::cli
