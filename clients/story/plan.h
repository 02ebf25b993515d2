#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "support/time.h"

namespace midstance::story {

// Something recorded at a time of the play; what it tells may have been observed earlier.
template <class Record>
struct Planned {
  Instant at;
  Record record;
};

// A red flag that the plan raises on purpose, and how the staff answer it.
struct PlannedFlag {
  Instant raised;               // when the completing check-in is entered
  std::chrono::hours answered;  // after that; 0: nobody answers
  v1::Escalation::Outcome outcome = v1::Escalation::OUTCOME_UNSPECIFIED;
  // Of wrong alarms.
  v1::Escalation::OverrideReason because = v1::Escalation::OVERRIDE_REASON_UNSPECIFIED;
};

// How a case stands at the end.
enum class Ending : unsigned char { kOngoing, kDischarged, kOnHold };

struct PlannedCase {
  int patient = 0;                      // place in Plan::patients
  std::string therapist;                // user name
  std::chrono::minutes hour_offset{0};  // her place in an afternoon of the clinic
  Instant opened;
  v1::Case fresh;
  std::vector<Planned<v1::CheckIn>> check_ins;
  std::vector<Planned<v1::Assessment>> visits;
  bool last_follow_up_missed = false;
  std::optional<PlannedFlag> flag;
  Ending ending = Ending::kOngoing;
};

struct PlannedPatient {
  std::string id;
  v1::Patient patient;    // without care team
  std::string therapist;  // user name
};

struct Plan {
  Instant begin;
  Instant end;
  std::vector<PlannedPatient> patients;
  std::vector<PlannedCase> cases;
};

// 120 days of a clinic up to `end`, invented: the same for the same seed and end. INVALID_ARGUMENT
// when a data file is not as expected.
absl::StatusOr<Plan> MakePlan(std::uint64_t seed, Day end);

}  // namespace midstance::story
