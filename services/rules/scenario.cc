#include "services/rules/scenario.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/rules/evaluate.h"
#include "services/rules/scenario_places.h"
#include "services/rules/words.h"

namespace midstance::rules {
namespace {

std::optional<Observed> ParseValue(const CodeInfo& code, const std::string& text) {
  switch (code.kind) {
    case v1::Code::FLAG:
      if (text == "present") return Observed{code.code, Answer::kPresent};
      if (text == "absent") return Observed{code.code, Answer::kAbsent};
      if (text == "not asked") return Observed{code.code, Answer::kNotAsked};
      return std::nullopt;
    case v1::Code::NUMBER: {
      double number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
      if (number < code.lower || number > code.upper) return std::nullopt;
      return Observed{code.code, number};
    }
    default:
      if (code.ChoiceIndex(text) < 0) return std::nullopt;
      return Observed{code.code, text};
  }
}

bool LabelHolds(const v1::Trace& trace, const std::string& label) {
  if (trace.label() == label && trace.truth() == v1::HOLDS) return true;
  return std::any_of(trace.children().begin(), trace.children().end(),
                     [&](const v1::Trace& child) { return LabelHolds(child, label); });
}

std::optional<Site> SiteOf(const v1::Raised& raised) {
  if (!raised.has_site()) return std::nullopt;
  const Side side = raised.site().side();
  return Site{raised.site().area(), side == v1::SIDE_UNSPECIFIED ? v1::NOT_TOLD : side};
}

const v1::RuleResult* FindResult(const v1::Evaluation& evaluation, const v1::Raised& raised) {
  for (const auto& result : evaluation.results()) {
    if (result.rule() != raised.rule() || result.has_site() != raised.has_site()) continue;
    const auto site = SiteOf(raised);
    if (!site.has_value() ||
        (result.site().area() == site->area && result.site().side() == site->side)) {
      return &result;
    }
  }
  return nullptr;
}

class Checker {
 public:
  Checker(std::vector<std::string>& problems, const v1::Expect& expect,
          const v1::Evaluation& evaluation)
      : problems_(problems), expect_(expect), evaluation_(evaluation) {}

  void Check() {
    for (const auto& raised : expect_.raised()) CheckRaised(raised);
    for (const auto& result : evaluation_.results()) {
      const bool silent =
          std::count(expect_.silent().begin(), expect_.silent().end(), result.rule()) > 0;
      const bool above = expect_.nothing_above() != v1::URGENCY_UNSPECIFIED &&
                         result.urgency() > expect_.nothing_above();
      if (silent || above || expect_.nothing()) {
        Note(result.rule() + " holds: " + result.basis());
      }
    }
    for (const auto& code : expect_.asks()) {
      const auto& asks = evaluation_.would_decide();
      if (std::none_of(asks.begin(), asks.end(),
                       [&](const v1::Question& ask) { return ask.code() == code; })) {
        Note(code + " is not among what would decide");
      }
    }
    if (expect_.has_recheck_day()) {
      const Instant day = ScenarioStart() + std::chrono::days(expect_.recheck_day());
      if (!evaluation_.has_recheck_time()) {
        Note("nothing will change by itself");
      } else if (InstantOf(evaluation_.recheck_time()) != day) {
        Note("changes by itself on day " +
             std::to_string(std::chrono::floor<std::chrono::days>(
                                InstantOf(evaluation_.recheck_time()) - ScenarioStart())
                                .count()));
      }
    }
  }

 private:
  void CheckRaised(const v1::Raised& raised) {
    const v1::RuleResult* result = FindResult(evaluation_, raised);
    if (result == nullptr) {
      Note(raised.rule() + " does not hold at " + SiteKey(SiteOf(raised)));
      return;
    }
    if (raised.urgency() != v1::URGENCY_UNSPECIFIED && result->urgency() != raised.urgency()) {
      Note(raised.rule() + " is " + v1::Urgency_Name(result->urgency()));
    }
    if (!raised.because().empty() && !LabelHolds(result->trace(), raised.because())) {
      Note(raised.rule() + " holds, but not because of \"" + raised.because() + "\"");
    }
  }

  void Note(const std::string& problem) {
    problems_.push_back("day " + std::to_string(expect_.day()) + ": " + problem);
  }

  std::vector<std::string>& problems_;
  const v1::Expect& expect_;
  const v1::Evaluation& evaluation_;
};

}  // namespace

Instant ScenarioStart() {
  using namespace std::chrono_literals;
  return std::chrono::sys_days{2026y / 1 / 5};
}

std::vector<Report> ReportsUntil(const CompiledRuleSet& rules, const v1::Scenario& scenario,
                                 int day, std::vector<std::string>& problems) {
  std::vector<Report> reports;
  for (int i = 0; i < scenario.entries_size(); ++i) {
    const v1::Entry& entry = scenario.entries(i);
    const int entered = entry.has_entered_day() ? entry.entered_day() : entry.day();
    if (entered > day) continue;
    const auto hour = std::chrono::hours(entry.has_hour() ? entry.hour() : 12);
    Report report{.name = entry.name().empty() ? "entries/" + std::to_string(i) : entry.name(),
                  .observed = ScenarioStart() + std::chrono::days(entry.day()) + hour,
                  .entered = ScenarioStart() + std::chrono::days(entered) + hour,
                  .site = std::nullopt,
                  .values = {}};
    if (entry.area() != v1::AREA_UNSPECIFIED) report.site = Site{entry.area(), entry.side()};
    // In order of code, so that problems come in a fixed order.
    const std::map<std::string, std::string> observed(entry.observed().begin(),
                                                      entry.observed().end());
    for (const auto& [code, text] : observed) {
      const CodeInfo* info = rules.Find(code);
      const auto value = info == nullptr ? std::nullopt : ParseValue(*info, text);
      if (!value.has_value()) {
        problems.push_back(report.name + ": " + code + " cannot be \"" + text + "\"");
      } else if (!info->OfPatient() && !report.site.has_value()) {
        problems.push_back(report.name + ": " + code + " needs an area");
      } else {
        report.values.push_back(*value);
      }
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

std::vector<std::string> RunScenario(const CompiledRuleSet& rules, const v1::Scenario& scenario) {
  std::vector<std::string> problems;
  if (scenario.expect().empty()) problems.push_back("expects nothing");
  for (const v1::Expect& expect : scenario.expect()) {
    const auto reports = ReportsUntil(rules, scenario, expect.day(), problems);
    for (const auto& raised : expect.raised()) {
      const auto& all = rules.source().rules();
      if (std::none_of(all.begin(), all.end(),
                       [&](const v1::Rule& rule) { return rule.id() == raised.rule(); })) {
        problems.push_back("there is no rule " + raised.rule());
      }
    }
    const Instant end = ScenarioStart() + std::chrono::days(expect.day() + 1) - Duration(1);
    Checker(problems, expect, Evaluate(rules, Timeline::Build(rules, reports), end)).Check();
  }
  std::ranges::move(CheckPlaces(rules, scenario), std::back_inserter(problems));
  return problems;
}

}  // namespace midstance::rules
