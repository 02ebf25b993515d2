#include <algorithm>
#include <vector>

#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/running_plan.pb.h"
#include "services/adherence/plan.h"
#include "services/adherence/today.h"
#include "services/checkins/form.h"
#include "services/checkins/records.h"
#include "services/checkins/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::checkins {
namespace {

constexpr std::chrono::days kDay{1};
constexpr std::chrono::days kWeekBefore{7};

absl::Status AddRun(const storage::Reader& reader, const ResourceName& of, v1::TodaysPlan& plan) {
  storage::Query query;
  query.name_prefix = of.str() + "/runningPlans/";
  query.where = storage::Filter::Equal("state", std::int64_t{v1::RunningPlan::STATE_ACTIVE});
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto found, reader.List<v1::RunningPlan>(query));
  if (!found.items.empty()) plan.mutable_run()->set_stage(found.items.front().stage());
  return absl::OkStatus();
}

bool RanOn(const std::vector<v1::CheckIn>& check_ins, Day day) {
  return std::any_of(check_ins.begin(), check_ins.end(), [&](const v1::CheckIn& one) {
    return one.has_run() && one.run().done() != v1::DONE_SKIPPED && adherence::DayTold(one) == day;
  });
}

// Of those of the day that the caller may amend, the one observed last.
const v1::CheckIn* TodaysOf(const rpc::Call& call, const std::vector<v1::CheckIn>& check_ins,
                            Day day) {
  const bool patient = call.acting.Has(options::v1::ROLE_CHECK_IN_LINK);
  const v1::CheckIn* last = nullptr;
  for (const auto& one : check_ins) {
    if (adherence::DayTold(one) != day) continue;
    if (patient && one.entered_by() != call.principal.name) continue;
    if (last == nullptr || InstantOf(one.occurred_time()) >= InstantOf(last->occurred_time())) {
      last = &one;
    }
  }
  return last;
}

}  // namespace

absl::StatusOr<v1::CheckInForm> GetCheckInForm::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::GetCheckInFormRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(request.name(), Kind::kCase));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, reader.Get<v1::Case>(name.str()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine.TimelineOf(reader, name.patient()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto enrollments, EnrollmentsOf(reader, name.str()));
  const Day today = adherence::ClinicDay(call.now);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto check_ins,
                             CheckInsOf(reader, name.str(), {today - kWeekBefore, today}));
  auto plan = adherence::PlanOfDay(enrollments, check_ins, today, adherence::ShippedParameters());
  MIDSTANCE_RETURN_IF_ERROR(AddRun(reader, name, plan));
  const auto follow_up =
      plan.has_run() || RanOn(check_ins, today - kDay) ? RunQuestions::kAsk : RunQuestions::kLeave;
  auto form = FormFor(engine.rules(), a_case, engine.EvaluateNow(*timeline, call.now), follow_up);
  *form.mutable_today() = std::move(plan);
  if (const auto* last = TodaysOf(call, check_ins, today)) *form.mutable_todays_check_in() = *last;
  return form;
}

}  // namespace midstance::checkins
