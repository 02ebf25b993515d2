#pragma once

#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "services/adherence/adherence.h"
#include "services/adherence/clinic_day.h"
#include "services/adherence/ledger.h"

// For the tests of this folder and of those that count with it: a home program and what is told.
namespace midstance::adherence {

inline constexpr Day kMonday{std::chrono::year{2025} / 3 / 3};

inline const schedule::ClinicCalendar& Utc() {
  static const auto kUtc = schedule::ClinicCalendar::Utc();
  return kUtc;
}
// Eight hours behind UTC on day 0, seven from day 6 on.
inline const schedule::ClinicCalendar& InLosAngeles() {
  static const auto kLosAngeles = *schedule::ClinicCalendar::Make("America/Los_Angeles");
  return kLosAngeles;
}
inline Day DayAt(int day) { return kMonday + std::chrono::days{day}; }
inline google::protobuf::Timestamp TimeOn(Day day) {
  return TimestampOf(Instant{day} + std::chrono::hours{18});
}

inline v1::Dose Daily(int times = 1) {
  v1::Dose dose;
  dose.set_per_day(times);
  return dose;
}
inline v1::Dose Weekly(int times) {
  v1::Dose dose;
  dose.set_per_week(times);
  return dose;
}
inline v1::Dose Every(int days) {
  v1::Dose dose;
  dose.set_every_days(days);
  return dose;
}
inline v1::Dose WithSets(v1::Dose dose, int sets) {
  dose.set_sets(sets);
  return dose;
}

// An active program that begins on day 0, a Monday.
class Program {
 public:
  Program() {
    enrollment_.set_name("patients/p/cases/c/enrollments/e");
    enrollment_.set_state(v1::Enrollment::STATE_ACTIVE);
    enrollment_.set_start_date(DayText(kMonday));
  }
  Program& From(int day) {
    auto& prescription = *enrollment_.add_prescriptions();
    prescription.set_start_date(DayText(DayAt(day)));
    return *this;
  }
  Program& Exercise(const std::string& id, const v1::Dose& dose,
                    v1::Side side = v1::SIDE_UNSPECIFIED) {
    if (enrollment_.prescriptions().empty()) From(0);
    auto& exercise =
        *enrollment_.mutable_prescriptions(enrollment_.prescriptions_size() - 1)->add_exercises();
    exercise.set_exercise("exercises/" + id);
    exercise.set_side(side);
    *exercise.mutable_dose() = dose;
    return *this;
  }
  Program& HeldFrom(int day) {
    auto& exercises = *enrollment_.mutable_prescriptions(enrollment_.prescriptions_size() - 1)
                           ->mutable_exercises();
    *exercises.rbegin()->mutable_hold()->mutable_hold_time() = TimeOn(DayAt(day));
    return *this;
  }
  Program& HeldAndLifted(int from, int lifted_on) {
    auto& exercises = *enrollment_.mutable_prescriptions(enrollment_.prescriptions_size() - 1)
                           ->mutable_exercises();
    auto& lifted = *exercises.rbegin()->add_lifted();
    *lifted.mutable_hold()->mutable_hold_time() = TimeOn(DayAt(from));
    *lifted.mutable_lift_time() = TimeOn(DayAt(lifted_on));
    return *this;
  }
  Program& Excuse(int first, int last) {
    auto& span = *enrollment_.add_excused();
    span.set_first_date(DayText(DayAt(first)));
    span.set_last_date(DayText(DayAt(last)));
    return *this;
  }
  Program& Until(int day) {
    enrollment_.set_end_date(DayText(DayAt(day)));
    return *this;
  }
  Program& In(v1::Enrollment::State state, int day) {
    enrollment_.set_state(state);
    *enrollment_.mutable_state_time() = TimeOn(DayAt(day));
    return *this;
  }
  v1::Enrollment& get() { return enrollment_; }

 private:
  v1::Enrollment enrollment_;
};

// What is told of a day; without an exercise it tells nothing of them.
class Told {
 public:
  explicit Told(int day) {
    check_in_.set_state(v1::RECORD_STATE_ACTIVE);
    *check_in_.mutable_occurred_time() = TimeOn(DayAt(day));
  }
  Told& Exercise(const std::string& id, v1::Done done, int sets = -1,
                 v1::Side side = v1::SIDE_UNSPECIFIED) {
    auto& report = *check_in_.add_exercises();
    report.set_exercise("exercises/" + id);
    report.set_done(done);
    report.set_side(side);
    if (sets >= 0) report.set_sets_done(sets);
    return *this;
  }
  Told& Pain(double worst) {
    auto& report = *check_in_.add_reports();
    report.mutable_site()->set_area(v1::AREA_HIP);
    report.mutable_site()->set_side(v1::SIDE_LEFT);
    auto& observation = *report.add_observations();
    observation.set_code("worst_nprs");
    observation.set_number(worst);
    return *this;
  }
  Told& At(Instant at) {
    *check_in_.mutable_occurred_time() = TimestampOf(at);
    return *this;
  }
  v1::CheckIn& get() { return check_in_; }

 private:
  v1::CheckIn check_in_;
};

inline v1::Adherence Counted(Program program, const std::vector<v1::CheckIn>& told, int first,
                             int last, int horizon = -1,
                             const schedule::ClinicCalendar& calendar = Utc()) {
  const std::vector<v1::Enrollment> enrollments = {program.get()};
  const Ledger ledger(enrollments, told, DayAt(horizon < 0 ? last : horizon), ShippedParameters(),
                      calendar);
  return AdherenceIn(ledger, {DayAt(first), DayAt(last)}, ShippedParameters());
}

}  // namespace midstance::adherence
