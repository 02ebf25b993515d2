#include "services/cases/checks.h"

#include <set>
#include <string>
#include <utility>

#include "services/rpc/calendar.h"
#include "services/rpc/staff.h"
#include "support/status.h"

namespace midstance::cases {

absl::Status CheckCase(const storage::Reader& reader, const v1::Case& of, const v1::Case& before,
                       Instant now) {
  google::rpc::BadRequest violations;
  std::set<std::pair<int, int>> seen;
  for (int i = 0; i < of.sites_size(); ++i) {
    const auto& site = of.sites(i);
    if (!seen.emplace(site.area(), site.side()).second) {
      AddViolation(violations, "case.sites[" + std::to_string(i) + "]",
                   "must not name a site twice");
    }
  }
  if (!of.onset_date().empty()) {
    const auto onset = rpc::ParseDay(of.onset_date());
    if (!onset.has_value() || *onset > rpc::LatestToday(now)) {
      AddViolation(violations, "case.onset_date", "must be a day of the calendar, not after today");
    }
  }
  if (of.clinician() != before.clinician()) {
    MIDSTANCE_RETURN_IF_ERROR(
        rpc::CheckStaff(reader, of.clinician(), "case.clinician", violations));
  }
  return FieldsInvalid(violations);
}

}  // namespace midstance::cases
