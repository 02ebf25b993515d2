#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/cases/engine/engines.h"
#include "services/rpc/call.h"
#include "services/rpc/stream.h"
#include "services/rules/backtest.h"
#include "services/rules/compile.h"
#include "storage/store.h"

namespace midstance::v1 {
class BackTestRuleSetRequest;
class BackTestRuleSetResponse;
class BackTestSummary;
}  // namespace midstance::v1

namespace midstance::rulesets {

// What a back-test needs; all of it outlives the streams.
struct BackTestParts {
  storage::Store& store;
  const cases::Engines& engines;
};

// One open BackTestRuleSet. Looks at a few patients with each pull, all of them on one snapshot, so
// that nobody waits for long and a reader who is gone is soon noticed. Compares with what is active
// when it opens.
class BackTestStream final : public rpc::Stream {
 public:
  // RESOURCE_NOT_FOUND, FIELD_INVALID, RULE_SET_INVALID.
  static absl::StatusOr<std::unique_ptr<rpc::Stream>> Open(
      const BackTestParts& parts, const rpc::Call& call, const v1::BackTestRuleSetRequest& request);

  absl::StatusOr<std::vector<std::string>> Pull(const rpc::Principal& caller, Instant now,
                                                bool beat) override;
  bool Done() const override { return done_; }

 private:
  BackTestStream(const BackTestParts& parts, const rpc::Call& call, cases::Engines::Engine active,
                 rules::CompiledRuleSet candidate);

  absl::Status LookAt(const storage::Reader& reader, const std::string& patient, bool with_patients,
                      std::vector<std::string>& batch);
  v1::BackTestRuleSetResponse Progress() const;
  v1::BackTestRuleSetResponse Summary() const;
  absl::Status Store(v1::BackTestSummary& summary);

  const BackTestParts parts_;
  const rpc::Call call_;
  const cases::Engines::Engine active_;
  const rules::CompiledRuleSet candidate_;
  std::string revision_;  // that is tried; empty: changes that nobody stored
  rules::BackTestPeriod period_;
  std::int64_t change_ = 0;            // the clinic's last one when it began
  std::vector<std::string> patients_;  // by name, as there were when it began
  std::size_t next_ = 0;
  rules::BackTestCounts counts_;
  int lost_confirmed_ = 0;
  int late_confirmed_ = 0;
  bool done_ = false;
};

}  // namespace midstance::rulesets
