#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string>

#include "midstance/config/v1/worklist_settings.pb.h"
#include "services/cases/engine/engines.h"
#include "services/measures/library.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/time.h"

// Flags that no record raises but time: an emergency that nobody acknowledges, a check-in that does
// not come, a home program that does not help. From when on something is a flag the rule set says;
// here is told how long it has been. What is raised is written in one unit for each patient, which
// the audit trail knows as "escalation.watch" by "system/jobs"; none when nothing is new.
namespace midstance::jobs {

// What the rules and the facts rest on. All outlive the jobs.
struct ProcessParts {
  const cases::Engines& engines;
  const measures::Library& measures;
  int check_in_every_days;
  const config::v1::WorklistSettings& worklist;
};

// For how long the emergencies and urgent flags of a clinic that are open have not been
// acknowledged: since they were raised, or became so urgent.
absl::Status WatchAnswers(storage::Store& store, const ProcessParts& parts,
                          const std::string& clinic, Instant now);

// Cases of each clinic and tick whose course is looked at.
inline constexpr int kMostCourses = 500;

struct CoursesPage {
  std::string next;     // the case behind which it goes on; empty at the end
  absl::Status raised;  // what became of the flags: the first error; the others were raised
};

// The courses of the cases that are open, assessed, in a program, due for review or referred,
// newest name first, behind the case `after`: kMostCourses at most. An error: nothing could be
// read.
absl::StatusOr<CoursesPage> WatchCourses(storage::Store& store, const ProcessParts& parts,
                                         const std::string& clinic, Instant now,
                                         const std::string& after);

}  // namespace midstance::jobs
