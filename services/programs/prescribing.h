#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/exercise.pb.h"
#include "services/cases/engine/engine.h"
#include "services/exercises/check.h"
#include "services/rpc/calendar.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/time.h"

// What assigning, prescribing and changing have in common.
namespace midstance::programs {

using PrescribedList = google::protobuf::RepeatedPtrField<v1::PrescribedExercise>;

// Fills what the server adds: the form in words, the library's dose where none was prescribed, who
// set a caution aside.
void Stamp(const rpc::Call& call, const exercises::Catalogue& catalogue, PrescribedList& exercises);

// CAUTION_FORBIDS for the first finding that blocks an exercise which is neither excepted by a
// caution set aside nor held back; OK when there is none.
absl::Status NothingForbids(const v1::PrescriptionCheck& check,
                            const v1::Prescription& prescription);

// The prescription's exercise and side; nullptr when it does not have it.
v1::PrescribedExercise* FindExercise(v1::Prescription& prescription, const std::string& exercise,
                                     v1::Side side);

// The day that the text names, or a violation at `path`.
Day DayIn(const std::string& text, const std::string& path, google::rpc::BadRequest& violations);
using rpc::DayText;

// The day on which a prescription from `start` on is dosed anew; `weeks` 0: as the rules say.
std::string DoseAnewDate(const exercises::Catalogue& catalogue, Day start, int weeks);

// The enrollment that a write goes on from: it exists, its patient is not deleted, `etag` is its
// own, and it is active or on hold (STATE_FORBIDS names where it stands).
absl::StatusOr<v1::Enrollment> RunningEnrollment(const storage::Reader& reader,
                                                 const std::string& name, const std::string& etag);

// STATE_FORBIDS with the state of the enrollment.
absl::Status EnrollmentForbids(const v1::Enrollment& enrollment, const char* because);

// Appends `next` as the prescription from `start_date` on, checks it against the patient's findings
// and writes the enrollment. What was held back stays so; what was set aside, released and by whom
// is carried over. FIELD_INVALID, STATE_FORBIDS, CAUTION_FORBIDS.
absl::StatusOr<v1::PrescriptionCheck> AppendPrescription(
    const rpc::Call& call, storage::Writer& writer, const cases::RuleEngine& engine,
    PrescribedList next, const std::string& start_date, const std::string& reason,
    v1::Enrollment& enrollment);

}  // namespace midstance::programs
