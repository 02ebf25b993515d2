#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/rules/reference_reports.h"
#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"

// The rule language once more, for tests: each sentence of its definition (README.md and
// rule_set.proto) in the plainest form, over the rule set as it is written and the reports as they
// came. It tries every stretch of days and every chain of reports instead of finding the right one,
// and is slow.
namespace midstance::rules::reference {

struct Result {
  std::string rule;
  std::optional<Site> site;
  v1::Truth truth = v1::TRUTH_UNSPECIFIED;
  v1::Urgency urgency = v1::URGENCY_UNSPECIFIED;  // of a rule that holds

  auto operator<=>(const Result&) const = default;
};

class Evaluator {
 public:
  Evaluator(const v1::RuleSet& set, schedule::ClinicCalendar calendar)
      : set_(set), calendar_(std::move(calendar)), vocabulary_(set_) {}
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  // Every rule at every key, in order.
  std::vector<Result> Evaluate(std::span<const Report> reports, Instant as_of) const;

 private:
  const v1::RuleSet set_;
  const schedule::ClinicCalendar calendar_;
  const Vocabulary vocabulary_;
};

}  // namespace midstance::rules::reference
