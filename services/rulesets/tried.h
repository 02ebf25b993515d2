#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "midstance/v1/rule_set_revision.pb.h"
#include "services/cases/engine/engines.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::rulesets {

// The back-test of this revision: BACK_TEST_NEEDED when `name` is that of another one, or of none.
absl::StatusOr<v1::RuleSetBackTest> BackTestOf(const storage::Reader& reader,
                                               const std::string& name,
                                               const v1::RuleSetRevision& revision);

// Whether the back-test tells what the revision would do now: it compares with what is active, and
// no confirmed alarm would be lost, or late, of a patient of whom something was recorded since.
// BACK_TEST_NEEDED otherwise.
absl::Status IsUpToDate(const storage::Reader& reader, const v1::RuleSetBackTest& test,
                        const cases::RuleEngine& active, const cases::RuleEngine& candidate,
                        Instant now);

}  // namespace midstance::rulesets
