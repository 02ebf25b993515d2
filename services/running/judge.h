#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/running/facts.h"
#include "services/running/runs.h"
#include "services/running/table.h"

namespace midstance::running {

// From where the reports are judged.
struct Standing {
  schedule::ClinicCalendar calendar;  // the days' own
  int stage = 0;
  Day start = {};  // of the plan: earlier reports tell only what is usual
  Day since = {};  // sessions of this stage count from this day on
  v1::RunningPlan::PainRule rule = v1::RunningPlan::PAIN_RULE_ANY_PAIN_STOPS;
  // Whether a decision was made with the report in view. What was all in view moves nothing again.
  std::function<bool(const Report&)> weighed = {};
};

// One row of the table that applies.
struct Applies {
  std::string rule;
  std::string text;
  Evidence evidence;
};

// One thing that an advance needs, see StageGate.
struct Gate {
  std::string_view id;
  rules::v1::Truth truth = rules::v1::UNDECIDED;
  std::string text = {};
  bool needed = true;
  Evidence evidence = {};
};

struct Judgement {
  std::vector<Applies> rows;  // never empty
  std::vector<Gate> gates;
  std::vector<const Flag*> flags;  // those that forbid running
  bool agreement_allows_advance = false;
};

// NO_PAIN while a bone is suspected to be injured, else the plan's own.
v1::RunningPlan::PainRule RuleInForce(v1::RunningPlan::PainRule of_plan,
                                      const std::vector<Flag>& flags, Instant at);

// `reports` are sorted, none is of after `as_of`; they and `flags` outlive the answer.
Judgement Judge(const Table& table, std::span<const Report> reports, const std::vector<Flag>& flags,
                const Standing& standing, Instant as_of);

// The gravest of its rows as a proposal.
v1::StageProposal ProposalOf(const Table& table, const Judgement& judgement,
                             v1::RunningPlan::PainRule rule);

}  // namespace midstance::running
