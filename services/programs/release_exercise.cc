#include <algorithm>

#include "midstance/v1/program_service.pb.h"
#include "services/cases/engine/facts.h"
#include "services/cases/engine/holds.h"
#include "services/exercises/check.h"
#include "services/programs/prescribing.h"
#include "services/programs/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::programs {
namespace {

// Lifts the hold. A finding that is still there would bring it back at once, so the caution is set
// aside; one that is gone may hold the exercise again when it comes again.
void Lift(const rpc::Call& call, const cases::RuleEngine& engine,
          const exercises::PatientFacts& facts, const std::string& reason,
          v1::Prescription& prescription, v1::PrescribedExercise& prescribed) {
  auto& lifted = *prescribed.add_lifted();
  *lifted.mutable_hold() = prescribed.hold();
  lifted.set_reason(reason);
  lifted.set_author(call.principal.name);
  *lifted.mutable_lift_time() = TimestampOf(call.now);
  prescribed.clear_hold();
  const auto blocking = exercises::Blocking(engine.exercises(), prescription, facts);
  const bool still = std::any_of(blocking.begin(), blocking.end(), [&](const auto& finding) {
    return finding.exercise() == prescribed.exercise() && finding.side() == prescribed.side() &&
           finding.caution() == lifted.hold().caution();
  });
  if (!still) return;
  auto& overridden = *prescribed.add_overridden();
  overridden.set_caution(lifted.hold().caution());
  overridden.set_reason(reason);
  overridden.set_author(call.principal.name);
}

}  // namespace

absl::StatusOr<v1::Enrollment> ReleaseExercise::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::ReleaseExerciseRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(auto enrollment,
                             RunningEnrollment(writer, request.name(), request.etag()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(enrollment.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto facts,
                             cases::FactsIn(writer, engine, name.patient(), call.now));
  bool found = false;
  for (int i = cases::FirstInForce(enrollment, call.now); i < enrollment.prescriptions_size();
       ++i) {
    auto& prescription = *enrollment.mutable_prescriptions(i);
    auto* prescribed = FindExercise(prescription, request.exercise(), request.side());
    if (prescribed == nullptr || !prescribed->has_hold()) continue;
    found = true;
    Lift(call, engine, facts, request.reason(), prescription, *prescribed);
  }
  if (!found) return EnrollmentForbids(enrollment, "the exercise is not held back");
  cases::HoldBack(engine.exercises(), facts, call.now, enrollment);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(enrollment, call.now));
  return enrollment;
}

}  // namespace midstance::programs
