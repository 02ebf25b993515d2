#pragma once

#include <absl/status/statusor.h>

#include <string_view>
#include <vector>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "services/cases/engine/person.h"
#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

// The one place where API messages become what the rules reason about.
namespace midstance::cases {

// One report per site, and one without a site for what concerns the whole patient. `entered` is
// when the record was made: its create_time, or the time of the call that is making it. What it
// says counts as observed then at the latest.
std::vector<rules::Report> ReportsOf(const v1::CheckIn& check_in, Instant entered);
std::vector<rules::Report> ReportsOf(const v1::Assessment& assessment, Instant entered);

// A site as rules name it in evidence and questions, and as the API does.
rules::v1::Site RuleSiteOf(const v1::Site& site);
v1::Site SiteOf(const rules::v1::Site& site);

// All records of the patient that count, from every case of each record of the person, each with
// the age on its day.
// RESOURCE_NOT_FOUND when there is no such patient.
absl::StatusOr<std::vector<rules::Report>> LoadReports(const storage::Reader& reader,
                                                       const schedule::ClinicCalendar& calendar,
                                                       std::string_view patient_id);
absl::StatusOr<std::vector<rules::Report>> LoadReports(const storage::Reader& reader,
                                                       const schedule::ClinicCalendar& calendar,
                                                       const Person& person);
// The same for this rule set, whose calendar is the clinic's.
absl::StatusOr<rules::Timeline> LoadTimeline(const storage::Reader& reader,
                                             const rules::CompiledRuleSet& rules,
                                             std::string_view patient_id);
absl::StatusOr<rules::Timeline> LoadTimeline(const storage::Reader& reader,
                                             const rules::CompiledRuleSet& rules,
                                             const Person& person);

}  // namespace midstance::cases
