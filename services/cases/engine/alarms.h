#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/escalation.pb.h"

namespace midstance::cases {

// How serious a result is among those of its family.
std::tuple<int, int> RankOf(const rules::v1::RuleResult& result);
// The same of what the escalation's title tells: the most serious that it ever was.
std::tuple<int, int> RankOf(const v1::Escalation& escalation);

// The name of the case of the record that was entered last: it completed the criterion. Of one
// without evidence that of `otherwise`; empty when neither is below a case.
std::string CaseOf(const rules::v1::RuleResult& result, std::string_view otherwise = {});

// The rules that hold, or held, for one family at one site.
struct Alarm {
  std::vector<const rules::v1::RuleResult*> members;  // the highest first
  std::vector<int> positions;                         // of those that hold, in the evaluation
  std::vector<int> late;                              // of those that held, in `late`
};

// What an evaluation and what became known late say, alarm by alarm. Points into both.
class Alarms {
 public:
  Alarms(const rules::v1::Evaluation& evaluation, std::span<const rules::v1::RuleResult> late);

  std::vector<Alarm>& all() { return alarms_; }

  // Leaves of what held before only what `keeps` says.
  using Keeps = std::function<bool(const rules::v1::RuleResult&)>;
  void KeepLate(const Keeps& keeps, Alarm& alarm) const;

 private:
  Alarm& At(const rules::v1::RuleResult& result);

  std::span<const rules::v1::RuleResult> late_;
  std::vector<Alarm> alarms_;
  std::map<std::string_view, std::size_t> by_fingerprint_;
};

}  // namespace midstance::cases
