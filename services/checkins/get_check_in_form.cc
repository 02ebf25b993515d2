#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/running_plan.pb.h"
#include "services/adherence/plan.h"
#include "services/adherence/today.h"
#include "services/adherence/week.h"
#include "services/cases/engine/facts.h"
#include "services/checkins/advice.h"
#include "services/checkins/form.h"
#include "services/checkins/records.h"
#include "services/checkins/texts.h"
#include "services/checkins/verbs.h"
#include "services/exercises/catalogue.h"
#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::checkins {
namespace {

constexpr std::chrono::days kDay{1};
// A week of a dose that began before Monday reaches so far back.
constexpr std::chrono::days kWeekBefore{7};

absl::StatusOr<std::optional<v1::RunningPlan>> ActivePlan(const storage::Reader& reader,
                                                          const ResourceName& of) {
  storage::Query query;
  query.name_prefix = of.str() + "/runningPlans/";
  query.where = storage::Filter::Equal("state", std::int64_t{v1::RunningPlan::STATE_ACTIVE});
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(auto found, reader.List<v1::RunningPlan>(query));
  if (found.items.empty()) return std::nullopt;
  return std::move(found.items.front());
}

// Whoever was told to stop running is shown no run before a clinician has answered for the flag.
absl::StatusOr<bool> MayRun(const storage::Reader& reader, const ResourceName& of) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto open, cases::OpenEscalations(reader, of.patient()));
  return std::none_of(open.begin(), open.end(), StopsRunning);
}

bool RanOn(const std::vector<v1::CheckIn>& check_ins, Day day,
           const schedule::ClinicCalendar& calendar) {
  return std::any_of(check_ins.begin(), check_ins.end(), [&](const v1::CheckIn& one) {
    return one.has_run() && one.run().done() != v1::DONE_SKIPPED &&
           adherence::DayTold(one, calendar) == day;
  });
}

// Of those of the day that the caller may amend, the one observed last.
const v1::CheckIn* TodaysOf(const rpc::Call& call, const std::vector<v1::CheckIn>& check_ins,
                            Day day, const schedule::ClinicCalendar& calendar) {
  const bool patient = call.acting.Has(options::v1::ROLE_CHECK_IN_LINK);
  const v1::CheckIn* last = nullptr;
  for (const auto& one : check_ins) {
    if (adherence::DayTold(one, calendar) != day) continue;
    if (patient && one.entered_by() != call.principal.name) continue;
    if (last == nullptr || InstantOf(one.occurred_time()) >= InstantOf(last->occurred_time())) {
      last = &one;
    }
  }
  return last;
}

// In English, and where there is no title in the language, exercises are called as in the library.
void AddTitles(const exercises::Catalogue& catalogue, const Words& words, v1::TodaysPlan& plan) {
  for (auto& planned : *plan.mutable_exercises()) {
    std::string title = words.TitleOf(planned.exercise());
    const auto* exercise = catalogue.Find(planned.exercise());
    if (title.empty() && exercise != nullptr) title = exercise->title();
    planned.set_title(title.empty() ? planned.exercise() : std::move(title));
    if (planned.held()) planned.set_text(words.texts().held_exercise());
  }
}

}  // namespace

absl::StatusOr<v1::CheckInForm> GetCheckInForm::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::GetCheckInFormRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(reader, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(request.name(), Kind::kCase));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, reader.Get<v1::Case>(name.str()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine.TimelineOf(reader, name.patient()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto enrollments, EnrollmentsOf(reader, name.str()));
  const auto& calendar = engine.calendar();
  const Day today = calendar.DateOf(call.now);
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto check_ins,
      CheckInsOf(reader, name.str(), {adherence::WeekOf(today).first - kWeekBefore, today},
                 calendar));
  const auto& parameters = adherence::ShippedParameters();
  auto plan = adherence::PlanOfDay(enrollments, check_ins, today, parameters, calendar);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto running, ActivePlan(reader, name));
  MIDSTANCE_ASSIGN_OR_RETURN(const bool may_run, MayRun(reader, name));
  if (running.has_value() && may_run) plan.mutable_run()->set_stage(running->stage());
  const auto follow_up = running.has_value() || RanOn(check_ins, today - kDay, calendar)
                             ? RunQuestions::kAsk
                             : RunQuestions::kLeave;
  const Words& words = WordsFor(request.language_code());
  auto form =
      FormFor(engine.rules(), a_case, engine.EvaluateNow(*timeline, call.now), follow_up, words);
  form.set_running_on_hold(!may_run);
  AddTitles(engine.exercises(), words, plan);
  *form.mutable_today() = std::move(plan);
  *form.mutable_week() =
      adherence::CheckInWeekOf(enrollments, check_ins, today, parameters, calendar);
  if (const auto* last = TodaysOf(call, check_ins, today, calendar))
    *form.mutable_todays_check_in() = *last;
  return form;
}

}  // namespace midstance::checkins
