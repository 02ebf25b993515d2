#include "tests/api/clinic_year.h"

#include <algorithm>
#include <array>
#include <utility>

#include "midstance/v1/check_in_service.pb.h"
#include "services/followups/schedule_table.h"

namespace midstance::testing {
namespace {

constexpr int kDaysOfYear = 365;
constexpr int kPatients = 40;
constexpr std::array kTherapists = {"mara", "jonas", "elif"};
constexpr std::array kAreas = {v1::AREA_KNEE, v1::AREA_HIP, v1::AREA_ANKLE, v1::AREA_FOOT};
// Days of care.
constexpr int kDaysOfCloseContact = 28;
constexpr int kDayOfFlag = 36;
constexpr int kLastDayOfLost = 35;

ServerOptions YearInBerlin(std::uint64_t seed) {
  ServerOptions options;
  options.seed = seed;
  options.time_zone = "Europe/Berlin";
  options.start = StartOfBerlin(kFirstDayOfYear);
  return options;
}

}  // namespace

ClinicYear::ClinicYear(std::uint64_t seed)
    : seed_(seed),
      clinic_(YearInBerlin(seed)),
      schedule_(*followups::ShippedSchedule()),
      today_(kFirstDayOfYear) {
  for (std::size_t i = 0; i < kTherapists.size(); ++i) {
    tokens_.at(i) = clinic_.Clinician(kTherapists.at(i));
    users_.at(i) = clinic_.server().UserNameOf(kTherapists.at(i));
  }
  Cast();
}

// Who comes when, and what becomes of her. The first six are re-examined about the days on which
// the clocks change.
void ClinicYear::Cast() {
  const int six_weeks = RowOf("reassess-6-weeks").due_after_days();
  YearRandom all(seed_);
  for (int number = 0; number < kPatients; ++number) {
    YearPatient patient;
    patient.number = number;
    patient.therapist = static_cast<std::size_t>(number) % kTherapists.size();
    patient.random = YearRandom(all.Next());
    auto& random = patient.random;
    patient.area = kAreas.at(static_cast<std::size_t>(random.Between(0, 3)));
    patient.side = random.Percent(50) ? v1::SIDE_LEFT : v1::SIDE_RIGHT;
    patient.runner = number % 2 == 1;
    patient.flagged = number % 4 == 3 && number > 5 && number < 28;
    patient.kept_open = patient.flagged && number > 20;
    patient.lost = number % 8 == 0 && number > 5;
    patient.on_holiday = number % 8 == 2 && number > 5;
    patient.early_bird = number == 1 || number == 4 || number == 9;
    if (patient.flagged) {
      patient.area = v1::AREA_KNEE;
      patient.side = v1::SIDE_LEFT;
    }
    if (number == 12 || number == 14 || number == 20)
      patient.returns_after = random.Between(30, 80);
    if (number == 22) patient.returns_after = 95;
    int first = random.Between(0, 240);
    if (patient.kept_open) first = random.Between(200, 225);
    if (patient.returns_after.has_value()) first = random.Between(0, 40);
    patient.first_day = kFirstDayOfYear + days{first};
    if (number < 6) {
      const auto change = number < 3 ? kClocksForward : kClocksBack;
      patient.first_day = change + days{number % 3 - 1 - six_weeks};
    }
    patients_.push_back(std::move(patient));
  }
}

void ClinicYear::Run() {
  for (int day = 0; day < kDaysOfYear && !::testing::Test::HasFailure(); ++day) {
    Live(kFirstDayOfYear + days{day});
  }
}

void ClinicYear::MoveClock(int hour) {
  clinic_.clock().MoveTo(StartOfBerlin(today_) + std::chrono::hours{hour});
}

void ClinicYear::Live(BerlinDay day) {
  today_ = day;
  MoveClock(7);
  clinic_.server().application().Tick(false);
  ticked_ = clinic_.clock().Now();
  CheckWorklists();
  const auto each = [this](void (ClinicYear::*act)(YearPatient&)) {
    for (auto& patient : patients_) {
      const ::testing::ScopedTrace trace(__FILE__, __LINE__, Who(patient.number));
      clinic_.clock().Advance(std::chrono::minutes{1});
      (this->*act)(patient);
    }
  };
  each(&ClinicYear::Tell);
  MoveClock(9);
  each(&ClinicYear::LookAfter);
  MoveClock(11);
  for (std::size_t i = 0; i < kTherapists.size(); ++i) WorkThroughList(i);
  MoveClock(18);
  each(&ClinicYear::TellInTheEvening);
  if (std::chrono::abs(day - kClocksForward) <= days{1} ||
      std::chrono::abs(day - kClocksBack) <= days{1}) {
    CrossMidnight();
  }
}

// The last microsecond of the day and the first of the next.
void ClinicYear::CrossMidnight() {
  clinic_.clock().MoveTo(EndOfBerlin(today_));
  clinic_.server().application().Tick(false);
  ticked_ = clinic_.clock().Now();
  CheckWorklists();
  clinic_.clock().Advance(Duration{1});
  today_ += days{1};
  CheckWorklists();
}

void ClinicYear::Tell(YearPatient& patient) {
  using Phase = YearPatient::Phase;
  if (patient.phase != Phase::kInCare && patient.phase != Phase::kLeaving) return;
  const int day = DayOfCare(patient);
  if (patient.lost && day > kLastDayOfLost) return;
  if (patient.flagged && day == kDayOfFlag) {
    patient.ran = false;
    return CheckIn(patient, HotKnee().As<v1::CheckIn>());
  }
  if (patient.plan.state() == v1::RunningPlan::STATE_ACTIVE) {
    if (!patient.ran) return;
    // The morning after a run.
    patient.ran = false;
    const int pain = patient.random.Percent(4) ? 3 : patient.random.Between(0, 1);
    return CheckIn(
        patient,
        Report().At(patient.area, patient.side).Number("morning_nprs", pain).As<v1::CheckIn>());
  }
  const bool close = day > 0 && day < kDaysOfCloseContact;
  if (close ? patient.random.Percent(60) : day % 7 == patient.number % 7) {
    CheckIn(patient, ReportOf(patient).As<v1::CheckIn>());
  }
}

Report ClinicYear::ReportOf(YearPatient& patient) const {
  const int worst = 6 - DayOfCare(patient) / 14 + patient.random.Between(-1, 1);
  Report report;
  report.At(patient.area, patient.side)
      .Number("worst_nprs", std::clamp(worst, 0, 10))
      .Number("rest_nprs", std::clamp(worst - 5, 0, 10));
  if (patient.number % 5 == 0 && patient.random.Percent(20)) {
    report.Number("swelling", 1).Choice("swelling_settles", "no");
  }
  return report;
}

// Every second day while the plan runs.
void ClinicYear::TellInTheEvening(YearPatient& patient) {
  if (patient.phase == YearPatient::Phase::kGone) return;
  if (patient.plan.state() != v1::RunningPlan::STATE_ACTIVE) return;
  if (DayOfCare(patient) % 2 == 0) return;
  auto& random = patient.random;
  const int roll = random.Between(1, 100);
  const int pain = roll > 97 ? 6 : roll > 90 ? random.Between(3, 4) : random.Between(0, 2);
  auto check_in = Report()
                      .At(patient.area, patient.side)
                      .Number("run_nprs", pain)
                      .Number("swelling", 0)
                      .Choice("wb", "full")
                      .As<v1::CheckIn>();
  auto& run = *check_in.mutable_run();
  run.set_done(random.Percent(95) ? v1::DONE_FULL : v1::DONE_PART);
  run.set_stage(patient.plan.stage());
  run.set_minutes(30);
  patient.ran = true;
  ++patient.runs;
  CheckIn(patient, std::move(check_in));
}

void ClinicYear::CheckIn(YearPatient& patient, v1::CheckIn check_in) {
  v1::RecordCheckInRequest request;
  request.set_parent(patient.case_name);
  *request.mutable_check_in() = std::move(check_in);
  if (DayOfCare(patient) % 3 == 0) {
    auto& done = *request.mutable_check_in()->add_exercises();
    done.set_exercise(patient.exercise);
    done.set_side(patient.side);
    done.set_done(v1::DONE_FULL);
  }
  Note(patient, clinic_
                    .Must<v1::RecordCheckInResponse>(TokenOf(patient),
                                                     "CheckInService/RecordCheckIn", request)
                    .escalations());
  ++check_ins_;
}

}  // namespace midstance::testing
