#include "services/running/mechanics.h"

#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

namespace midstance::running {
namespace {

struct Symptom {
  std::string_view code;
  std::string_view words;
};
constexpr std::string_view kPainfulClick = "click_painful";
constexpr std::array kSymptoms = {Symptom{kPainfulClick, "painful click"},
                                  Symptom{"catch", "catching"}, Symptom{"lock", "locking"}};

std::optional<std::string_view> WordsFor(std::string_view code) {
  for (const Symptom& symptom : kSymptoms) {
    if (symptom.code == code) return symptom.words;
  }
  return std::nullopt;
}

// "SIDE_NOT_TOLD" -> "not told".
std::string Plain(std::string_view name, std::string_view prefix) {
  std::string words;
  for (const char letter : name.substr(prefix.size())) {
    words.push_back(letter == '_' ? ' ' : static_cast<char>(std::tolower(letter)));
  }
  return words;
}

// The symptom that the observation answers, and whether it is there.
std::optional<std::pair<std::string_view, bool>> SymptomIn(const v1::Observation& told) {
  const bool present = told.answer() == v1::ANSWER_PRESENT;
  if (!present && told.answer() != v1::ANSWER_ABSENT) return std::nullopt;
  if (told.code() == "click" && !present) return std::pair(kPainfulClick, false);
  for (const Symptom& symptom : kSymptoms) {
    if (symptom.code == told.code()) return std::pair(symptom.code, present);
  }
  return std::nullopt;
}

}  // namespace

std::string MechanicalAnswer::Words() const {
  const std::string area = Plain(v1::Area_Name(site.area()), "AREA_");
  const std::string where = site.side() == v1::SIDE_NOT_TOLD
                                ? area + ", side not told"
                                : Plain(v1::Side_Name(site.side()), "SIDE_") + " " + area;
  return std::string(WordsFor(code).value_or(code)) + " (" + where + ")";
}

void AddMechanics(const google::protobuf::RepeatedPtrField<v1::SiteReport>& reports,
                  Instant observed, const std::string& entry,
                  std::vector<MechanicalAnswer>& answers) {
  for (const auto& report : reports) {
    std::vector<v1::Side> sides = {report.site().side()};
    if (sides.front() == v1::SIDE_BILATERAL) sides = {v1::SIDE_LEFT, v1::SIDE_RIGHT};
    for (const auto& told : report.observations()) {
      const auto symptom = SymptomIn(told);
      if (!symptom.has_value()) continue;
      for (const v1::Side side : sides) {
        auto& answer = answers.emplace_back();
        answer.code = symptom->first;
        answer.site.set_area(report.site().area());
        answer.site.set_side(side);
        answer.present = symptom->second;
        answer.observed = observed;
        answer.entry = entry;
      }
    }
  }
}

std::vector<MechanicalAnswer> PresentMechanics(const std::vector<MechanicalAnswer>& answers,
                                               Instant at) {
  std::map<std::tuple<int, int, std::string_view>, const MechanicalAnswer*> latest;
  for (const auto& answer : answers) {
    if (answer.observed > at) continue;
    const auto [found, first] = latest.try_emplace(
        std::tuple(int{answer.site.area()}, int{answer.site.side()}, std::string_view(answer.code)),
        &answer);
    const auto rank = [](const MechanicalAnswer& one) {
      return std::tuple(one.observed, one.present, std::string_view(one.entry));
    };
    if (!first && rank(answer) > rank(*found->second)) found->second = &answer;
  }
  std::vector<MechanicalAnswer> present;
  for (const auto& [key, answer] : latest) {
    if (answer->present) present.push_back(*answer);
  }
  return present;
}

}  // namespace midstance::running
