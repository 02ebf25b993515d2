#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "midstance/v1/report.pb.h"

namespace midstance::reports {

// The reports that ship with the program.
const v1::ReportDefinitions& Shipped();

// Reads the text form. FAILED_PRECONDITION with the lines that do not parse; INVALID_ARGUMENT
// naming what is wrong otherwise: an id or a column twice, a column without title or kind, one
// that is named and not there.
absl::StatusOr<v1::ReportDefinitions> ParseReports(std::string_view text);

// The definition of `report`; nullptr when there is none.
const v1::ReportDefinition* Find(std::string_view report);

}  // namespace midstance::reports
