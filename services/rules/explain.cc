#include "services/rules/explain.h"

#include <string_view>

#include "services/rules/trace.h"

namespace midstance::rules {
namespace {

std::string_view TruthWord(v1::Truth truth) {
  switch (truth) {
    case v1::HOLDS:
      return "Met";
    case v1::DOES_NOT_HOLD:
      return "Not met";
    default:
      return "Open";
  }
}

bool IsNegated(const v1::Trace& trace) {
  return trace.path().ends_with(".unless") || trace.path().ends_with(".not");
}

// What a guard found that keeps the rule from holding, or what it leaves open.
void TellInside(const v1::Trace& trace, v1::Truth truth, std::vector<std::string>& sentences) {
  if (trace.truth() != truth) return;
  if (!trace.text().empty()) {
    std::string sentence(truth == v1::UNDECIDED ? "Open: " : "Against it: ");
    if (!trace.label().empty()) sentence += trace.label() + ". ";
    sentences.push_back(sentence + trace.text());
  }
  const auto of_parts = IsNegated(trace) ? OppositeOf(truth) : truth;
  for (const auto& part : trace.children()) TellInside(part, of_parts, sentences);
}

// The parts that explain the answer of the whole: for a rule that holds those that hold, otherwise
// those that do not.
void Tell(const v1::Trace& trace, bool holds, std::vector<std::string>& sentences) {
  const bool negated = IsNegated(trace);
  if ((trace.truth() == v1::HOLDS) != holds) return;
  if (!trace.text().empty()) {
    std::string sentence(TruthWord(trace.truth()));
    sentence += ": ";
    if (!trace.label().empty()) sentence += trace.label() + ". ";
    sentences.push_back(sentence + trace.text());
  } else if (!trace.label().empty() && trace.children_size() > 0) {
    sentences.push_back(std::string(TruthWord(trace.truth())) + ": " + trace.label() + ".");
  }
  if (!negated) {
    for (const auto& child : trace.children()) Tell(child, holds, sentences);
  } else if (!holds) {
    TellInside(trace.children(0), OppositeOf(trace.truth()), sentences);
  }
}

}  // namespace

std::vector<std::string> Explain(const v1::RuleResult& result) {
  std::vector<std::string> sentences;
  const bool holds = result.truth() == v1::HOLDS;
  if (holds) sentences.push_back(result.basis());
  Tell(result.trace(), holds, sentences);
  if (!result.would_decide().empty()) {
    std::string ask = "Would decide:";
    for (const auto& question : result.would_decide()) ask += " " + question.question();
    sentences.push_back(ask);
  }
  if (holds && !result.might_mean().empty()) {
    std::string might = "Among the possibilities, for a doctor to sort out: ";
    for (int i = 0; i < result.might_mean_size(); ++i) {
      might += (i == 0 ? "" : ", ") + result.might_mean(i);
    }
    sentences.push_back(might + ".");
  }
  return sentences;
}

}  // namespace midstance::rules
