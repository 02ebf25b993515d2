#include "tests/bench/reports/big_clinic.h"

#include <array>
#include <cstdio>
#include <iostream>
#include <utility>
#include <vector>

#include "services/measures/library.h"
#include "services/measures/score.h"
#include "services/rpc/calendar.h"
#include "storage/open.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::bench {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr int kDaysTold = 60;
constexpr int kPatientsInOneUnit = 15;
constexpr int kSilentDays = 20;
constexpr int kTherapists = 80;
constexpr std::array<const char*, 3> kExercises = {"exercises/calf-raise", "exercises/bridge",
                                                   "exercises/side-plank"};

std::string Numbered(const char* pattern, int number) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), pattern, number);
  return text.data();
}

// LEFS and pain at the beginning and after two months, scored.
absl::StatusOr<std::vector<v1::OutcomeScore>> Forms() {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto library, measures::Shipped());
  std::vector<v1::OutcomeScore> forms;
  for (const auto& [name, variant, first, last] :
       {std::tuple("measures/lefs", "", 2, 3), std::tuple("measures/nprs", "worst", 7, 3)}) {
    const v1::Measure& measure = *library.Find(name);
    for (const int answer : {first, last}) {
      v1::OutcomeScore& form = forms.emplace_back();
      form.set_measure(name);
      form.set_variant(variant);
      form.set_version(measure.versions(0));
      form.set_formula_version(measure.formula_version());
      form.set_state(v1::RECORD_STATE_ACTIVE);
      if (measure.periods_size() > 0) form.set_period(measure.periods(0));
      auto& answers = *form.add_answers();
      answers.set_subscale("total");
      for (int i = 0; i < measure.subscales(0).items(); ++i) answers.add_items()->set_value(answer);
      MIDSTANCE_ASSIGN_OR_RETURN(
          auto scores, measures::Score(measure, {form.variant(), form.version(), form.answers()}));
      for (auto& score : scores) *form.add_scores() = std::move(score);
    }
  }
  return forms;
}

// Enters the patient of a number with all that belongs to her.
class PatientWriter {
 public:
  PatientWriter(storage::Writer& writer, const std::vector<v1::OutcomeScore>& forms, int number)
      : writer_(writer),
        forms_(forms),
        number_(number),
        begin_(DayOf(ReportsNow()) - days{kDaysTold + (number % 7 == 0 ? kSilentDays : 0)}),
        case_("patients/" + Numbered("p%07d", number) + "/cases/c1") {}

  absl::Status Write() {
    MIDSTANCE_RETURN_IF_ERROR(WritePatient());
    MIDSTANCE_RETURN_IF_ERROR(WriteProgram());
    for (int day = 0; day < kDaysTold; ++day) MIDSTANCE_RETURN_IF_ERROR(WriteCheckIn(day));
    for (std::size_t i = 0; i < forms_.size(); ++i) {
      v1::OutcomeScore form = forms_[i];
      form.set_name(case_ + "/outcomeScores/" + Numbered("o%03d", static_cast<int>(i)));
      const Instant at = On(i % 2 == 0 ? 0 : kDaysTold - 1);
      *form.mutable_occurred_time() = TimestampOf(at);
      MIDSTANCE_RETURN_IF_ERROR(writer_.Insert(form, at));
    }
    MIDSTANCE_RETURN_IF_ERROR(WriteFollowUp());
    if (number_ % 4 == 0) MIDSTANCE_RETURN_IF_ERROR(WriteRunningPlan());
    return number_ % 10 == 0 ? WriteEscalation() : absl::OkStatus();
  }

 private:
  Instant On(int day) const { return begin_ + days{day} + hours{18}; }

  absl::Status WritePatient() {
    v1::Patient patient;
    patient.set_name(case_.substr(0, case_.find("/cases/")));
    patient.set_given_name(Numbered("Mila %d", number_ % 97));
    patient.set_family_name(Numbered("Runner %d", number_));
    patient.set_birth_date("1988-04-12");
    patient.add_care_team(number_ % kTherapists == 0
                              ? kReportsTherapist
                              : Numbered("users/t%02d", number_ % kTherapists));
    MIDSTANCE_RETURN_IF_ERROR(writer_.Insert(patient, On(0)));
    v1::Case of;
    of.set_name(case_);
    of.set_title("Knee pain on stairs");
    of.set_clinician(patient.care_team(0));
    of.set_state(number_ % 10 == 3 ? v1::Case::STATE_DISCHARGED : v1::Case::STATE_IN_PROGRAM);
    *of.mutable_state_time() = TimestampOf(On(kDaysTold - 1));
    return writer_.Insert(of, On(0));
  }

  absl::Status WriteProgram() {
    v1::Enrollment program;
    program.set_name(case_ + "/enrollments/e1");
    program.set_state(v1::Enrollment::STATE_ACTIVE);
    program.set_start_date(rpc::DayText(begin_));
    auto& prescription = *program.add_prescriptions();
    prescription.set_start_date(program.start_date());
    for (const char* exercise : kExercises) {
      auto& prescribed = *prescription.add_exercises();
      prescribed.set_exercise(exercise);
      prescribed.mutable_dose()->set_sets(3);
      prescribed.mutable_dose()->set_reps(12);
      if (exercise == kExercises[0]) {
        prescribed.mutable_dose()->set_per_day(2);
      } else {
        prescribed.mutable_dose()->set_per_week(3);
      }
    }
    auto& excused = *program.add_excused();
    excused.set_first_date(rpc::DayText(begin_ + days{40}));
    excused.set_last_date(rpc::DayText(begin_ + days{42}));
    return writer_.Insert(program, On(0));
  }

  absl::Status WriteCheckIn(int day) {
    v1::CheckIn check_in;
    check_in.set_name(case_ + "/checkIns/" + Numbered("d%03d", day));
    check_in.set_state(v1::RECORD_STATE_ACTIVE);
    check_in.set_entered_by(case_ + "/checkInLinks/l1");
    *check_in.mutable_occurred_time() = TimestampOf(On(day));
    auto& knee = *check_in.add_reports();
    knee.mutable_site()->set_area(v1::AREA_KNEE);
    knee.mutable_site()->set_side(v1::SIDE_LEFT);
    for (const char* code : {"worst_nprs", "rest_nprs", "swelling"}) {
      auto& observation = *knee.add_observations();
      observation.set_code(code);
      observation.set_number((number_ + day) % 4);
    }
    for (const char* exercise : kExercises) {
      if ((number_ + day) % 5 == 0) break;
      auto& report = *check_in.add_exercises();
      report.set_exercise(exercise);
      report.set_done((number_ * 3 + day) % 6 == 0 ? v1::DONE_SKIPPED : v1::DONE_FULL);
    }
    return writer_.Insert(check_in, On(day));
  }

  absl::Status WriteFollowUp() {
    v1::FollowUp follow_up;
    follow_up.set_name(case_ + "/followUps/f1");
    follow_up.set_kind(v1::FollowUp::KIND_CALL);
    follow_up.set_state(v1::FollowUp::STATE_SCHEDULED);
    follow_up.set_assignee("users/ben");
    *follow_up.mutable_due_time() =
        TimestampOf(ReportsNow() + days{number_ % 20 == 0 ? -3 : 5 + number_ % 9});
    return writer_.Insert(follow_up, On(kDaysTold - 1));
  }

  absl::Status WriteRunningPlan() {
    v1::RunningPlan plan;
    plan.set_name(case_ + "/runningPlans/r1");
    plan.set_state(v1::RunningPlan::STATE_ACTIVE);
    plan.set_start_date(rpc::DayText(begin_ + days{20}));
    for (int stage = 0; stage < 3; ++stage) {
      auto& decision = *plan.add_decisions();
      decision.set_proposed(v1::STAGE_MOVE_ADVANCE);
      decision.set_decided(v1::STAGE_MOVE_ADVANCE);
      decision.set_from_stage(stage);
      decision.set_to_stage(stage + 1);
      *decision.mutable_decide_time() = TimestampOf(On(22 + 3 * stage));
      plan.set_stage(stage + 1);
    }
    return writer_.Insert(plan, On(20));
  }

  absl::Status WriteEscalation() {
    v1::Escalation escalation;
    escalation.set_name(case_ + "/escalations/e1");
    escalation.set_urgency(number_ % 20 == 0 ? rules::v1::URGENT : rules::v1::SOON);
    escalation.set_family("swelling");
    auto& result = *escalation.add_firings()->mutable_result();
    result.set_rule(Numbered("rule-%d", number_ / 10 % 12));
    result.set_urgency(escalation.urgency());
    *escalation.mutable_raised_time() = TimestampOf(On(30));
    *escalation.mutable_due_time() = TimestampOf(On(33));
    escalation.set_state(v1::Escalation::STATE_RESOLVED);
    escalation.mutable_resolution()->set_outcome(v1::Escalation::OUTCOME_TREATED_ON);
    *escalation.mutable_resolution()->mutable_resolve_time() = TimestampOf(On(31 + number_ % 7));
    MIDSTANCE_RETURN_IF_ERROR(writer_.Insert(escalation, On(30)));
    if (number_ % 50 != 0) return absl::OkStatus();
    v1::Referral referral;
    referral.set_name(case_ + "/referrals/r1");
    referral.set_escalation(escalation.name());
    referral.set_urgency(escalation.urgency());
    referral.set_state(v1::Referral::STATE_SENT);
    auto& step = *referral.add_steps();
    step.set_state(v1::Referral::STATE_SENT);
    step.set_actor("users/ben");
    *step.mutable_time() = TimestampOf(On(31));
    return writer_.Insert(referral, On(31));
  }

  storage::Writer& writer_;
  const std::vector<v1::OutcomeScore>& forms_;
  const int number_;
  const Day begin_;
  const std::string case_;
};

}  // namespace

Instant ReportsNow() { return Instant{Day{std::chrono::year{2026} / 6 / 1} + hours{9}}; }

absl::StatusOr<std::unique_ptr<storage::Store>> OpenReportsClinic(const std::string& database) {
  storage::OpenOptions options;
  options.uri = "sqlite:" + database;
  options.now = [] { return ReportsNow(); };
  options.new_id = "reports bench id";
  options.error_sink = [](std::string_view text) { std::cerr << text << '\n'; };
  options.unsafe_sync = true;
  return storage::Open(options);
}

absl::Status FillReportsClinic(storage::Store& store, int check_ins,
                               const std::function<void(int)>& progress) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto forms, Forms());
  const int patients = check_ins / kDaysTold;
  for (int first = 0; first < patients; first += kPatientsInOneUnit) {
    const int end = std::min(patients, first + kPatientsInOneUnit);
    const auto wrote = store.Write(
        kReportsClinic, [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
          storage::Writer writer(reader);
          for (int number = first; number < end; ++number) {
            MIDSTANCE_RETURN_IF_ERROR(PatientWriter(writer, forms, number).Write());
          }
          return writer.Take();
        });
    MIDSTANCE_RETURN_IF_ERROR(wrote.status());
    progress(end * kDaysTold);
  }
  return absl::OkStatus();
}

}  // namespace midstance::bench
