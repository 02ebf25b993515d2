#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "services/rules/compile.h"
#include "services/rules/evaluate.h"
#include "services/rules/lint.h"
#include "services/rules/testing.h"
#include "services/rules/timeline.h"

// Any bytes, read as a rule set in text or binary form, are refused or compiled; what compiles can
// be linted, and evaluated on a timeline that answers every code in every way.
namespace midstance::rules {
namespace {

std::vector<Report> AnswersToEverything(const CompiledRuleSet& rules) {
  std::vector<Report> reports;
  for (int day = 0; day < 4; ++day) {
    const Instant at{std::chrono::days(20'000 + day * 9)};
    Report report{std::to_string(day), at, at, Site{v1::KNEE, v1::LEFT}, {}};
    for (const CodeInfo& code : rules.codes()) {
      switch (code.kind) {
        case v1::Code::FLAG:
          report.values.push_back({code.code, day % 2 == 0 ? Answer::kPresent : Answer::kAbsent});
          break;
        case v1::Code::NUMBER:
          report.values.push_back({code.code, day % 2 == 0 ? code.upper : code.lower});
          break;
        default:
          report.values.push_back(
              {code.code, code.choices[static_cast<std::size_t>(day) % code.choices.size()]});
      }
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

void Try(const v1::RuleSet& set) {
  const auto rules = CompileInUtc(set);
  if (!rules.ok()) return;
  Lint(*rules, {});
  const auto timeline = Timeline::Build(*rules, AnswersToEverything(*rules));
  Evaluate(*rules, timeline, Instant{std::chrono::days(20'030)}, {.explain_all = true});
}

}  // namespace
}  // namespace midstance::rules

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace rules = midstance::rules;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto set = rules::ParseRuleSet(bytes); set.ok()) rules::Try(*set);
  rules::v1::RuleSet set;
  if (set.ParseFromArray(data, static_cast<int>(size))) rules::Try(set);
  return 0;
}
