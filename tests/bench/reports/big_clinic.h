#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <memory>
#include <string>

#include "storage/store.h"

// A clinic in which reports have much to read.
namespace midstance::bench {

inline constexpr char kReportsClinic[] = "clinic";
// The clinic's time: the same in each run, so that a file may be kept.
Instant ReportsNow();
// One of 80 therapists.
inline constexpr char kReportsTherapist[] = "users/anna";

// Opens the database, which need not be there.
absl::StatusOr<std::unique_ptr<storage::Store>> OpenReportsClinic(const std::string& database);

// Enters patients until there are so many check-ins: 60 for each patient, two months of a home
// program day by day, one patient in seven silent for the last 20 days. Each has a case, a program,
// four forms of outcome measures and a follow-up; some have escalations, referrals and a way back
// to running. Rows are encoded, indexed and journaled by the store itself, 1,000 in a unit.
absl::Status FillReportsClinic(storage::Store& store, int check_ins,
                               const std::function<void(int)>& progress);

}  // namespace midstance::bench
