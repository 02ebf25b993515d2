#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string_view>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/running_plan.pb.h"
#include "services/running/facts.h"
#include "storage/store.h"

// What the store knows about a runner, for the rules.
namespace midstance::running {

// Check-ins of every case of the person, in each of her records (see cases/engine/person.h),
// observed from the day `from` on, and all her escalations.
absl::StatusOr<Facts> LoadFacts(const storage::Reader& reader, std::string_view patient_name,
                                const Sites& watched, Day from,
                                const schedule::ClinicCalendar& calendar);

// The same for a plan, from before its start as far as the rules look back.
absl::StatusOr<Facts> FactsOf(const storage::Reader& reader, const v1::RunningPlan& plan,
                              const schedule::ClinicCalendar& calendar);
// The same for a case without a plan, as far back as the longest run counts, with what every record
// tells of joints that click, catch or lock.
absl::StatusOr<Facts> FactsOf(const storage::Reader& reader, const v1::Case& of, Day today,
                              const schedule::ClinicCalendar& calendar);

// The person's plan that is not over, of whatever case; where two records that were merged have one
// each, that of the record asked for.
absl::StatusOr<std::optional<v1::RunningPlan>> OpenPlanOf(const storage::Reader& reader,
                                                          std::string_view patient_name);

// Whether an assessment of the case is recorded that counts.
absl::StatusOr<bool> IsAssessed(const storage::Reader& reader, std::string_view case_name);

}  // namespace midstance::running
