#include <algorithm>
#include <string>

#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/program_service.pb.h"
#include "tests/api/clinic_year.h"

namespace midstance::testing {
namespace {

using Phase = YearPatient::Phase;
using v1::Case;

// Days of care.
constexpr int kDayOfRunning = 30;
constexpr int kDayOfReview = 40;
constexpr int kHolidayBegins = 50;
constexpr int kHolidayEnds = 57;
constexpr int kGivenUp = 63;
constexpr int kDayOfEnd = 92;

constexpr int kDaysOfRest = 3;
constexpr int kLatestReturn = 90;
constexpr std::array kExercises = {"exercises/st-bridge", "exercises/st-clam", "exercises/st-squat",
                                   "exercises/st-side-plank", "exercises/st-adduct-squeeze"};

v1::OutcomeScore Filled(const std::string& measure, int items, int value) {
  v1::OutcomeScore filled;
  filled.set_measure("measures/" + measure);
  auto& answers = *filled.add_answers();
  answers.set_subscale("total");
  for (int i = 0; i < items; ++i) answers.add_items()->set_value(value);
  return filled;
}

}  // namespace

void ClinicYear::TakeIn(YearPatient& patient) {
  const auto made = clinic_.APatient(TokenOf(patient), "Lauf" + std::to_string(patient.number));
  patient.name = made.name();
  patient.case_name = clinic_.ACase(TokenOf(patient), made, patient.area, patient.side).name();
  Begin(patient);
}

void ClinicYear::Begin(YearPatient& patient) {
  patient.phase = Phase::kInCare;
  patient_of_[patient.case_name] = patient.number;
  examined_[patient.case_name] = today_;
  Examine(patient, v1::Assessment::KIND_INITIAL);
  Schedule(patient);
  Prescribe(patient);
  MoveFrom({Case::STATE_ASSESSED}, patient, "CaseService/StartProgram", v1::StartProgramRequest());
}

void ClinicYear::Examine(YearPatient& patient, v1::Assessment::Kind kind) {
  v1::RecordAssessmentRequest request;
  request.set_parent(patient.case_name);
  *request.mutable_assessment() = ReportOf(patient).As<v1::Assessment>();
  request.mutable_assessment()->set_kind(kind);
  if (kind == v1::Assessment::KIND_INITIAL && patient.early_bird) {
    *request.mutable_assessment()->mutable_occurred_time() =
        TimestampOf(StartOfBerlin(today_) + std::chrono::minutes{30});
  }
  Note(patient, clinic_
                    .Must<v1::RecordAssessmentResponse>(
                        TokenOf(patient), "AssessmentService/RecordAssessment", request)
                    .escalations());
  ForgetWhatWasFulfilled(patient);
}

void ClinicYear::Score(const YearPatient& patient) {
  const int better = std::min(DayOfCare(patient) / 14, 6);
  auto pain = Filled("nprs", 1, 7 - better);
  pain.set_variant("activity");
  pain.set_period("7d");
  auto function = Filled("psfs", 3, 3 + better);
  int activity = 0;
  for (auto& item : *function.mutable_answers(0)->mutable_items()) {
    item.set_label("activity " + std::to_string(++activity));
  }
  for (const auto& filled : {pain, function, Filled("lefs", 20, 1 + better / 2)}) {
    v1::RecordOutcomeScoreRequest request;
    request.set_parent(patient.case_name);
    *request.mutable_outcome_score() = filled;
    clinic_.Must<v1::OutcomeScore>(TokenOf(patient), "OutcomeService/RecordOutcomeScore", request);
  }
  ForgetWhatWasFulfilled(patient);
}

void ClinicYear::Prescribe(YearPatient& patient) {
  v1::AssignProgramRequest request;
  request.set_parent(patient.case_name);
  request.set_start_date(TextOf(today_));
  const auto first = static_cast<std::size_t>(patient.random.Between(0, 4));
  for (std::size_t i = 0; i < 2; ++i) {
    auto& exercise = *request.add_exercises();
    exercise.set_exercise(kExercises.at((first + i) % kExercises.size()));
    exercise.set_side(patient.side);
  }
  patient.exercise = request.exercises(0).exercise();
  patient.enrollment = clinic_
                           .Must<v1::AssignProgramResponse>(TokenOf(patient),
                                                            "ProgramService/AssignProgram", request)
                           .enrollment()
                           .name();
}

void ClinicYear::LookAfter(YearPatient& patient) {
  const int day = DayOfCare(patient);
  if (patient.phase == Phase::kAwaited && day == 0) return TakeIn(patient);
  if (patient.phase == Phase::kAwaited) return;
  if (patient.phase == Phase::kGone) {
    if (patient.returns_after.has_value() &&
        today_ == patient.ended + days{*patient.returns_after}) {
      ComeBack(patient);
    }
    return;
  }
  if (patient.on_holiday && day == kHolidayBegins) {
    MoveFrom({Case::STATE_IN_PROGRAM, Case::STATE_REVIEW_DUE}, patient, "CaseService/HoldCase",
             v1::HoldCaseRequest());
  }
  if (patient.on_holiday && day == kHolidayEnds) {
    MoveFrom({Case::STATE_ON_HOLD}, patient, "CaseService/ResumeCase", v1::ResumeCaseRequest());
  }
  if (patient.number % 3 == 0 && day == kDayOfReview) {
    MoveFrom({Case::STATE_IN_PROGRAM}, patient, "CaseService/MarkReviewDue",
             v1::MarkReviewDueRequest());
  }
  if (patient.runner && day >= kDayOfRunning) LookAtRunning(patient);
  if (day >= (patient.lost ? kGivenUp : kDayOfEnd)) SeeToTheEnd(patient);
}

void ClinicYear::SeeToTheEnd(YearPatient& patient) {
  if (patient.kept_open && DayOfCare(patient) == kDayOfEnd) {
    v1::DischargeCaseRequest request;
    const auto of = CaseOf(patient);
    request.set_name(of.name());
    request.set_etag(of.etag());
    request.set_reason("she runs again");
    EXPECT_EQ(clinic_.Try(TokenOf(patient), "CaseService/DischargeCase", request).reason,
              "OPEN_ESCALATIONS")
        << Who(patient.number);
  }
  if (HasOpenEscalation(patient)) return;
  if (patient.lost) return Leave(patient);
  if (patient.phase == Phase::kLeaving) {
    if (!HasToDo(patient, "reassess-discharge")) Leave(patient);
    return;
  }
  if (HasToDo(patient, "reassess-12-weeks")) return;
  Change<Case>(patient, "CaseService/PlanDischarge", CaseOf(patient), v1::PlanDischargeRequest());
  discharge_planned_[patient.case_name] = today_;
  patient.phase = Phase::kLeaving;
  Schedule(patient);
}

void ClinicYear::Leave(YearPatient& patient) {
  if (!patient.plan.name().empty()) {
    v1::EndRunningPlanRequest end;
    end.set_completed(patient.plan.state() == v1::RunningPlan::STATE_ACTIVE &&
                      patient.plan.stage() > 5);
    patient.plan = Change<v1::RunningPlan>(patient, "RunningService/EndRunningPlan", patient.plan,
                                           std::move(end));
  }
  const auto enrollment = Read<v1::Enrollment, v1::GetEnrollmentRequest>(
      patient, "ProgramService/GetEnrollment", patient.enrollment);
  Change<v1::Enrollment>(patient, "ProgramService/CompleteEnrollment", enrollment,
                         v1::CompleteEnrollmentRequest());
  // What time raised is nobody's to work through in this year, and holds the end back until then.
  for (const auto& open : clinic_.Escalations(TokenOf(patient), CaseOf(patient).name())) {
    if (open.state() == v1::Escalation::STATE_RESOLVED || escalations_.contains(open.name())) {
      continue;
    }
    clinic_.Resolve(TokenOf(patient), clinic_.Acknowledge(TokenOf(patient), open));
  }
  if (patient.lost) {
    v1::CloseCaseRequest close;
    close.set_close_reason(Case::CLOSE_REASON_LOST);
    Change<Case>(patient, "CaseService/CloseCase", CaseOf(patient), std::move(close));
  } else {
    Change<Case>(patient, "CaseService/DischargeCase", CaseOf(patient), v1::DischargeCaseRequest());
  }
  ForgetWhatWasPlanned(patient);
  patient.phase = Phase::kGone;
  patient.ended = today_;
}

void ClinicYear::ComeBack(YearPatient& patient) {
  v1::ReopenCaseRequest request;
  const auto ended = CaseOf(patient);
  request.set_name(ended.name());
  request.set_etag(ended.etag());
  request.set_reason("it hurts again");
  if (*patient.returns_after > kLatestReturn) {
    EXPECT_EQ(clinic_.Try(TokenOf(patient), "CaseService/ReopenCase", request).reason,
              "STATE_FORBIDS")
        << Who(patient.number);
    return;
  }
  const auto next = clinic_.Must<Case>(TokenOf(patient), "CaseService/ReopenCase", request);
  EXPECT_EQ(next.reopens(), patient.case_name) << Who(patient.number);
  EXPECT_EQ(next.state(), Case::STATE_OPEN) << Who(patient.number);
  patient.returns_after.reset();
  patient.case_name = next.name();
  patient.first_day = today_;
  patient.plan.Clear();
  Begin(patient);
}

void ClinicYear::StartRunning(YearPatient& patient) {
  if (HasOpenEscalation(patient)) return;
  v1::StartRunningPlanRequest request;
  request.set_parent(patient.case_name);
  request.mutable_running_plan()->set_start_date(TextOf(today_));
  request.mutable_running_plan()->set_pain_rule(v1::RunningPlan::PAIN_RULE_MONITORED);
  request.set_entry_reason("walked for a week without pain");
  patient.plan =
      clinic_.Must<v1::RunningPlan>(TokenOf(patient), "RunningService/StartRunningPlan", request);
  patient.runs = 0;
}

// On the morning after her second run, or after days of rest.
void ClinicYear::LookAtRunning(YearPatient& patient) {
  auto& plan = patient.plan;
  if (plan.name().empty()) return StartRunning(patient);
  if (plan.state() == v1::RunningPlan::STATE_STOPPED) {
    const auto stopped = InstantOf(plan.decisions(plan.decisions_size() - 1).decide_time());
    const bool rested = today_ >= BerlinDayOf(stopped) + days{kDaysOfRest};
    if (rested && !HasOpenEscalation(patient)) {
      DecideOn(patient, v1::STAGE_MOVE_HOLD, "calm again");
    }
    return;
  }
  if (patient.runs < 2 && !HasOpenEscalation(patient)) return;
  v1::ProposeRunningStageRequest request;
  request.set_name(plan.name());
  const auto proposal = clinic_
                            .Must<v1::ProposeRunningStageResponse>(
                                TokenOf(patient), "RunningService/ProposeRunningStage", request)
                            .proposal();
  if (proposal.move() == v1::STAGE_MOVE_HOLD && !patient.random.Percent(10)) return;
  DecideOn(patient, proposal.move(), "");
}

void ClinicYear::DecideOn(YearPatient& patient, v1::StageMove move, const std::string& reason) {
  v1::DecideRunningStageRequest request;
  request.set_move(move);
  request.set_reason(reason);
  patient.plan = Change<v1::RunningPlan>(patient, "RunningService/DecideRunningStage", patient.plan,
                                         std::move(request));
  patient.runs = 0;
}

}  // namespace midstance::testing
