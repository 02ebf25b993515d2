#pragma once

#include <functional>

#include "storage/store.h"

// A clinic with a long past, for rules to be tried on.
namespace midstance::bench {

inline constexpr char kHistoryClinic[] = "clinic";
// The clinic's time: the same in each run, so that a file may be kept.
Instant HistoryNow();

// Enters so many patients with so many check-ins each, one a day until the day before. Each
// check-in has the usual answers about one hip. Most pains go up and down between 0 and 5 and mean
// nothing; one patient in 20 has a week of nights that nothing eases, another one in 20 two weeks
// of swelling that does not settle. `progress` is told how many patients are entered.
absl::Status FillHistory(storage::Store& store, int patients, int check_ins,
                         const std::function<void(int)>& progress);

}  // namespace midstance::bench
