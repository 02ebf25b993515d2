#include "services/assessments/outlook.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

#include "services/cases/engine/timeline_loader.h"

namespace midstance::assessments {
namespace {

constexpr std::size_t kMostClose = 20;
constexpr std::size_t kMostQuestions = 30;

auto OrderOfClose(const v1::CloseRule& close) {
  return std::tuple(-static_cast<int>(close.urgency()), close.ask_size(),
                    std::string_view(close.rule()), close.site().area(), close.site().side());
}

auto OrderOfQuestion(const rules::v1::Question& question) {
  return std::tuple(-static_cast<int>(question.urgency()), -question.rules_size(),
                    std::string_view(question.code()), question.site().area(),
                    question.site().side());
}

}  // namespace

std::vector<v1::CloseRule> CloseRules(const rules::v1::Evaluation& explained) {
  std::map<std::string_view, int> rank_held;
  for (const auto& result : explained.results()) {
    if (result.truth() != rules::v1::HOLDS) continue;
    const auto [found, added] = rank_held.try_emplace(result.fingerprint(), result.family_rank());
    if (!added) found->second = std::max(found->second, result.family_rank());
  }
  std::vector<v1::CloseRule> close;
  for (const auto& result : explained.results()) {
    if (result.truth() != rules::v1::UNDECIDED || result.would_decide().empty()) continue;
    const auto held = rank_held.find(result.fingerprint());
    if (held != rank_held.end() && held->second >= result.family_rank()) continue;
    auto& one = close.emplace_back();
    one.set_rule(result.rule());
    one.set_title(result.title());
    if (result.has_site()) *one.mutable_site() = cases::SiteOf(result.site());
    one.set_urgency(result.would_decide(0).urgency());
    *one.mutable_ask() = result.would_decide();
  }
  std::sort(close.begin(), close.end(), [](const auto& one, const auto& other) {
    return OrderOfClose(one) < OrderOfClose(other);
  });
  if (close.size() > kMostClose) close.resize(kMostClose);
  return close;
}

std::vector<rules::v1::Question> NotAsked(const rules::v1::Evaluation& evaluation) {
  std::vector<rules::v1::Question> questions(evaluation.would_decide().begin(),
                                             evaluation.would_decide().end());
  std::sort(questions.begin(), questions.end(), [](const auto& one, const auto& other) {
    return OrderOfQuestion(one) < OrderOfQuestion(other);
  });
  if (questions.size() > kMostQuestions) questions.resize(kMostQuestions);
  return questions;
}

}  // namespace midstance::assessments
