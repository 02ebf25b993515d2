#pragma once

#include <string>

#include "midstance/v1/case_summary.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/cases/care/records.h"

// The summary of an episode. Pure: the same records give the same summary and the same text.
namespace midstance::cases {

v1::CaseSummary Summarize(const CaseRecords& records, const v1::Patient& patient, Instant now);

// Plain text with a heading for each part; parts without content are left out, but that there is no
// outcome measure, goal, flag or plan for afterwards is said.
std::string SummaryText(const v1::CaseSummary& summary);

}  // namespace midstance::cases
