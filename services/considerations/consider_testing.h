#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/considerations/consider.h"
#include "services/considerations/embedded.h"
#include "services/considerations/library.h"
#include "services/rules/evaluate.h"
#include "services/rules/testing.h"
#include "services/rules/timeline.h"

// For the tests that stand beside the library.
namespace midstance::considerations {

// Code and value: "present" or "absent", a number, or a choice.
using Said = std::vector<std::pair<std::string, std::string>>;

inline const rules::CompiledRuleSet& ActiveRules() {
  static const rules::CompiledRuleSet kActive = rules::CoreInUtc();
  return kActive;
}

inline const Library& Shipped() {
  static const Library kLibrary =
      *Library::Of(ActiveRules(), *rules::ParseConsiderationLibrary(RunningHipConsiderations()));
  return kLibrary;
}

// 12:00 UTC of a day counted from 5 January 2026.
inline Instant OnDay(int day) {
  return Instant{Day{std::chrono::year{2026} / 1 / 5}} + std::chrono::days{day} +
         std::chrono::hours{12};
}

inline rules::Observed ValueOf(const std::string& code, const std::string& value) {
  const auto* info = ActiveRules().Find(code);
  EXPECT_NE(info, nullptr) << code;
  if (info == nullptr) return {code, rules::Answer::kNotAsked};
  if (info->kind == rules::v1::Code::NUMBER) {
    double number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return {code, number};
  }
  if (info->kind == rules::v1::Code::CHOICE) return {code, value};
  return {code, value == "present" ? rules::Answer::kPresent : rules::Answer::kAbsent};
}

inline rules::Report At(rules::Site site, const Said& said, int day = 0) {
  rules::Report report{.name = "assessments/" + std::to_string(day),
                       .observed = OnDay(day),
                       .entered = OnDay(day),
                       .site = site,
                       .values = {}};
  report.values.reserve(said.size());
  for (const auto& [code, value] : said) report.values.push_back(ValueOf(code, value));
  return report;
}

inline std::vector<v1::ConsideredFindings> Considered(const std::vector<rules::Report>& reports,
                                                      int day = 0) {
  const auto& clues = Shipped().clues();
  const auto timeline = rules::Timeline::Build(clues, reports);
  return Consider(Shipped(), rules::Evaluate(clues, timeline, OnDay(day),
                                             {.explain_all = true, .ask_all = true}));
}

inline const v1::ConsideredFindings* FindIn(const std::vector<v1::ConsideredFindings>& all,
                                            std::string_view id) {
  const std::string name = "considerations/" + std::string(id);
  for (const auto& one : all) {
    if (one.consideration() == name) return &one;
  }
  return nullptr;
}

template <class Findings>
std::vector<std::string> LabelsOf(const Findings& findings) {
  std::vector<std::string> labels;
  for (const auto& finding : findings) labels.push_back(finding.label());
  return labels;
}

// A row's id as the name of a test.
inline std::string TestName(std::string id) {
  std::replace(id.begin(), id.end(), '-', '_');
  return id;
}

}  // namespace midstance::considerations
