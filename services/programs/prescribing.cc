#include "services/programs/prescribing.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "services/cases/engine/facts.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/exercises/steps.h"
#include "services/rpc/calendar.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::programs {
namespace {

constexpr int kMostPrescriptions = 100;
constexpr int kDaysAWeek = 7;

// What the earlier prescription knows of the same exercise and nobody may lose by prescribing.
void CarryOver(const v1::PrescribedExercise& before, v1::PrescribedExercise& after) {
  after.mutable_lifted()->MergeFrom(before.lifted());
  for (auto& overridden : *after.mutable_overridden()) {
    for (const auto& known : before.overridden()) {
      if (known.caution() == overridden.caution() && known.reason() == overridden.reason()) {
        overridden.set_author(known.author());
      }
    }
  }
  const bool set_aside =
      std::any_of(after.overridden().begin(), after.overridden().end(),
                  [&](const auto& each) { return each.caution() == before.hold().caution(); });
  if (before.has_hold() && !set_aside) *after.mutable_hold() = before.hold();
}

}  // namespace

void Stamp(const rpc::Call& call, const exercises::Catalogue& catalogue,
           PrescribedList& exercises) {
  for (auto& prescribed : exercises) {
    prescribed.clear_form();
    const auto* exercise = catalogue.Find(prescribed.exercise());
    if (exercise != nullptr) {
      prescribed.set_form(exercises::FormWords(*exercise, prescribed.step()));
      if (!prescribed.has_dose()) {
        *prescribed.mutable_dose() = exercises::FormDose(*exercise, prescribed.step());
      }
    }
    for (auto& overridden : *prescribed.mutable_overridden()) {
      if (overridden.author().empty()) overridden.set_author(call.principal.name);
    }
  }
}

absl::Status NothingForbids(const v1::PrescriptionCheck& check,
                            const v1::Prescription& prescription) {
  for (const auto& finding : check.findings()) {
    if (finding.effect() != v1::Caution::EFFECT_BLOCK || finding.overridden()) continue;
    const auto& all = prescription.exercises();
    const bool held = std::any_of(all.begin(), all.end(), [&](const auto& prescribed) {
      return prescribed.exercise() == finding.exercise() && prescribed.side() == finding.side() &&
             prescribed.has_hold();
    });
    if (held) continue;
    return Error(v1::ERROR_REASON_CAUTION_FORBIDS)
        .On("midstance.v1/Exercise", finding.exercise())
        .With("exercise", finding.exercise())
        .With("side", v1::Side_Name(finding.side()))
        .With("caution", finding.caution())
        .With("finding", finding.code())
        .Because("a finding of the patient forbids the exercise; CheckPrescription tells which");
  }
  return absl::OkStatus();
}

v1::PrescribedExercise* FindExercise(v1::Prescription& prescription, const std::string& exercise,
                                     v1::Side side) {
  for (auto& prescribed : *prescription.mutable_exercises()) {
    if (prescribed.exercise() == exercise && prescribed.side() == side) return &prescribed;
  }
  return nullptr;
}

Day DayIn(const std::string& text, const std::string& path, google::rpc::BadRequest& violations) {
  const auto day = rpc::ParseDay(text);
  if (!day.has_value()) AddViolation(violations, path, "must be a day of the calendar");
  return day.value_or(Day{});
}

std::string DoseAnewDate(const exercises::Catalogue& catalogue, Day start, int weeks) {
  const int days =
      weeks > 0 ? weeks * kDaysAWeek : catalogue.NumberOf(v1::PrescribingRule::KIND_DOSE_ANEW);
  return DayText(start + std::chrono::days{days});
}

absl::Status EnrollmentForbids(const v1::Enrollment& enrollment, const char* because) {
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Enrollment", enrollment.name())
      .With("state", v1::Enrollment::State_Name(enrollment.state()))
      .Because(because);
}

absl::StatusOr<v1::Enrollment> RunningEnrollment(const storage::Reader& reader,
                                                 const std::string& name, const std::string& etag) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto enrollment, reader.Get<v1::Enrollment>(name));
  MIDSTANCE_RETURN_IF_ERROR(cases::PatientIsLive(reader, name));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(enrollment, etag));
  if (enrollment.state() == v1::Enrollment::STATE_ACTIVE ||
      enrollment.state() == v1::Enrollment::STATE_ON_HOLD) {
    return enrollment;
  }
  return EnrollmentForbids(enrollment, "the program of the patient has ended");
}

absl::StatusOr<v1::PrescriptionCheck> AppendPrescription(
    const rpc::Call& call, storage::Writer& writer, const cases::RuleEngine& engine,
    PrescribedList next, const std::string& start_date, const std::string& reason,
    v1::Enrollment& enrollment) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(enrollment.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, cases::LiveCase(writer, name.case_name()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(of));
  auto& all = *enrollment.mutable_prescriptions();
  if (all.size() >= kMostPrescriptions) {
    return EnrollmentForbids(enrollment, "it has 100 prescriptions; complete it and assign anew");
  }
  google::rpc::BadRequest violations;
  exercises::CheckExercises(engine.exercises(), next, "exercises", violations);
  const Day start = DayIn(start_date, "start_date", violations);
  if (start_date < all.Get(all.size() - 1).start_date()) {
    AddViolation(violations, "start_date", "must not be before that of the last prescription");
  }
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  for (auto& prescribed : next) {
    prescribed.clear_hold();
    prescribed.clear_lifted();
    for (const auto& known : all.Get(all.size() - 1).exercises()) {
      if (known.exercise() == prescribed.exercise() &&
          exercises::SidesMeet(known.side(), prescribed.side())) {
        CarryOver(known, prescribed);
      }
    }
  }
  Stamp(call, engine.exercises(), next);
  v1::Prescription prescription;
  prescription.set_start_date(start_date);
  prescription.set_author(call.principal.name);
  prescription.set_reason(reason);
  prescription.set_dose_anew_date(DoseAnewDate(engine.exercises(), start, 0));
  prescription.mutable_exercises()->Swap(&next);

  MIDSTANCE_ASSIGN_OR_RETURN(const auto facts,
                             cases::FactsIn(writer, engine, name.patient(), call.now));
  auto check = exercises::Check(engine.exercises(), prescription, facts);
  MIDSTANCE_RETURN_IF_ERROR(NothingForbids(check, prescription));
  *all.Add() = std::move(prescription);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(enrollment, call.now));
  return check;
}

}  // namespace midstance::programs
