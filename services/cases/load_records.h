#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/cases/care/records.h"
#include "storage/store.h"

namespace midstance::cases {

// RESOURCE_NOT_FOUND when the case is not there.
absl::StatusOr<CaseRecords> LoadRecords(const storage::Reader& reader,
                                        const schedule::ClinicCalendar& calendar,
                                        const std::string& name);

}  // namespace midstance::cases
