#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string>
#include <string_view>

#include "midstance/v1/running_plan.pb.h"
#include "services/running/facts.h"
#include "storage/store.h"

namespace midstance::running {

// STATE_FORBIDS, saying why.
absl::Status ForbiddenFor(const v1::RunningPlan& plan, std::string_view because);

// STATE_FORBIDS once the plan is completed or ended.
absl::Status NotOver(const v1::RunningPlan& plan);

// The plan that a write goes on from: it exists, its patient is not deleted, `etag` is its own, and
// it is not over.
absl::StatusOr<v1::RunningPlan> OpenPlan(const storage::Reader& reader, const std::string& name,
                                         const std::string& etag);

// STATE_FORBIDS for pain monitoring in a case that was never assessed and while a bone is suspected
// to be injured. `name` is the resource that the refusal names, under the case.
absl::Status MayApply(const storage::Reader& reader, v1::RunningPlan::PainRule rule,
                      std::string_view resource_type, std::string_view name,
                      const std::vector<Flag>& flags, Instant now);

}  // namespace midstance::running
