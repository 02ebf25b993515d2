#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "midstance/config/v1/rule_tuning.pb.h"
#include "midstance/v1/rule_tuning.pb.h"
#include "services/cases/engine/engines.h"
#include "services/rpc/call.h"
#include "services/rpc/stream.h"
#include "services/rules/backtest.h"
#include "services/rules/compile.h"
#include "services/rules/numbers.h"
#include "services/rulesets/tuning.h"
#include "storage/store.h"

namespace midstance::v1 {
class TuneRuleRequest;
class TuneRuleResponse;
}  // namespace midstance::v1

namespace midstance::rulesets {

// What trying other values needs; all of it outlives the streams.
struct TuneParts {
  storage::Store& store;
  const cases::Engines& engines;
  const config::v1::RuleTuning& tuning = ShippedTuning();
};

// One open TuneRule. Plays the scenarios with one value in each of the first pulls, then looks at a
// few patients with each, all of them on one snapshot. Compares with what is active when it opens.
class TuneStream final : public rpc::Stream {
 public:
  // RESOURCE_NOT_FOUND, FIELD_INVALID.
  static absl::StatusOr<std::unique_ptr<rpc::Stream>> Open(const TuneParts& parts,
                                                           const rpc::Call& call,
                                                           const v1::TuneRuleRequest& request);

  absl::StatusOr<std::vector<std::string>> Pull(const rpc::Principal& caller, Instant now,
                                                bool beat) override;
  bool Done() const override { return done_; }

 private:
  // One value, and the rules with it; none where they do not work.
  struct Tried {
    v1::TunedValue told;
    std::optional<rules::CompiledRuleSet> rules;
    rules::BackTestCounts counts;
    std::set<std::string> missed;  // escalations
  };

  TuneStream(const TuneParts& parts, const rpc::Call& call, cases::Engines::Engine active);

  absl::Status Begin(const v1::TuneRuleRequest& request);
  absl::Status Choose(const v1::TuneRuleRequest& request, const rules::v1::Rule& rule);
  void Try(const rules::v1::Rule& rule, const rules::RuleNumber& number, double value);
  void Play(Tried& tried) const;
  absl::Status LookAt(const storage::Reader& reader, const std::string& patient);
  v1::TuneRuleResponse Progress() const;
  void TellValues(bool with_names, std::vector<std::string>& batch);

  const TuneParts parts_;
  const rpc::Call call_;
  const cases::Engines::Engine active_;
  std::string family_;  // of the rule
  std::vector<rules::RuleNumber> numbers_;
  std::vector<Tried> tried_;  // the lowest value first
  std::set<std::string> broken_before_;
  std::vector<std::string> patients_;  // by name, as there were when it began
  std::size_t played_ = 0;
  std::size_t next_ = 0;
  bool told_numbers_ = false;
  bool done_ = false;
};

}  // namespace midstance::rulesets
