#include "clients/cli/output/trace.h"

#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using client::SiteWord;
using client::TimeWord;
namespace rules = midstance::rules::v1;

std::string_view TruthWord(rules::Truth truth) {
  switch (truth) {
    case rules::HOLDS:
      return "holds";
    case rules::DOES_NOT_HOLD:
      return "does not hold";
    default:
      return "undecided";
  }
}

void AppendTrace(std::string& out, const rules::Trace& trace, std::size_t depth) {
  out.append(2 * depth, ' ');
  out += TruthWord(trace.truth());
  if (!trace.label().empty()) out += " [" + trace.label() + "]";
  if (!trace.text().empty()) out += ": " + trace.text();
  out += '\n';
  for (const auto& child : trace.children()) AppendTrace(out, child, depth + 1);
}

void AppendResult(std::string& out, const rules::RuleResult& result) {
  out += result.title() + " (" + result.rule() + "), " + SiteWord(result.site()) + ": ";
  out += TruthWord(result.truth());
  if (result.truth() == rules::HOLDS) out += ", " + client::Word(result.urgency());
  out += '\n';
  if (!result.basis().empty()) out += "  because: " + result.basis() + '\n';
  AppendTrace(out, result.trace(), 1);
  for (const auto& evidence : result.evidence()) {
    out += "  evidence: " + evidence.text() + ", observed " + TimeWord(evidence.observed_time()) +
           " (" + evidence.entry() + ")\n";
  }
  for (const auto& question : result.would_decide()) {
    out += "  would decide: " + question.question() + " (" + question.code() + ")\n";
  }
}

}  // namespace

std::string FormatExplanation(const v1::EvaluateCaseResponse& response) {
  const auto& evaluation = response.evaluation();
  std::string out;
  for (const auto& sentence : response.sentences()) out += "- " + sentence + '\n';
  if (evaluation.results().empty() && response.sentences().empty()) {
    out += "No rule holds.\n";
  }
  for (const auto& result : evaluation.results()) {
    out += '\n';
    AppendResult(out, result);
  }
  if (!evaluation.would_decide().empty()) out += "\nWorth asking:\n";
  for (const auto& question : evaluation.would_decide()) {
    out += "- " + question.question() + " (" + SiteWord(question.site()) + ": " + question.code() +
           ")\n";
  }
  out += "\nRules: " + evaluation.rule_set() + ' ' + evaluation.rule_set_version() + ", as of " +
         TimeWord(evaluation.as_of());
  if (evaluation.has_recheck_time()) {
    out += "; changes by itself on " + TimeWord(evaluation.recheck_time());
  }
  return out + '\n';
}

}  // namespace midstance::cli
