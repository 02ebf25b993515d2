#include "clients/story/trace_text.h"

#include "clients/core/words.h"

namespace midstance::story {
namespace {

void Append(const rules::v1::Trace& trace, std::vector<std::string>& lines) {
  if (!trace.text().empty()) {
    lines.push_back(client::Word(trace.truth()) + ": " + trace.text());
  }
  for (const auto& child : trace.children()) Append(child, lines);
}

}  // namespace

const rules::v1::RuleResult* FindResult(const rules::v1::Evaluation& evaluation,
                                        const std::string& rule, const v1::Site& site) {
  for (const auto& result : evaluation.results()) {
    if (result.rule() == rule && client::SiteWord(result.site()) == client::SiteWord(site)) {
      return &result;
    }
  }
  return nullptr;
}

std::vector<std::string> TraceLines(const rules::v1::Trace& trace) {
  std::vector<std::string> lines;
  Append(trace, lines);
  return lines;
}

}  // namespace midstance::story
