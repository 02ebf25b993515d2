// What Amélie does at home, and how far she runs.
#include "clients/core/change.h"
#include "clients/core/words.h"
#include "clients/story/calendar.h"
#include "clients/story/story.h"
#include "midstance/v1/check_in_service.grpc.pb.h"
#include "midstance/v1/program_service.grpc.pb.h"
#include "midstance/v1/running_service.grpc.pb.h"

namespace midstance::story {
namespace {

using Programs = v1::ProgramService::Stub;
using Running = v1::RunningService::Stub;

}  // namespace

absl::Status Story::HomeProgram() {
  teller_.Scene(3, "6 November", "a home program from a template, the way back to running, a link");
  const Instant now = November(6, 15, 25);
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client marta, desks_.Of("marta", now));
  v1::CreateProgramRequest create;
  create.mutable_program()->set_title("Hip flexor overload, phase 1");
  create.mutable_program()->set_weeks(6);
  for (const char* const exercise : {"tr-iliacus", "st-clam", "st-bridge"}) {
    auto& prescribed = *create.mutable_program()->add_exercises();
    prescribed.set_exercise(std::string("exercises/") + exercise);
    if (prescribed.exercise() != "exercises/st-bridge") prescribed.set_side(v1::SIDE_LEFT);
    prescribed.mutable_dose()->set_sets(3);
    prescribed.mutable_dose()->set_reps(12);
    prescribed.mutable_dose()->set_per_day(1);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Program draft, marta.Call(&Programs::CreateProgram, create));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Program program,
                             client::Change(marta, &Programs::GetProgram, &Programs::PublishProgram,
                                            draft.name(), v1::PublishProgramRequest()));
  v1::AssignProgramRequest assign;
  assign.set_parent(amelie_.name());
  assign.set_program(program.name());
  assign.set_start_date("2026-11-06");
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::AssignProgramResponse assigned,
                             desks_.Call("sinead", now, &Programs::AssignProgram, assign));
  teller_.Tell("Sinéad gives her \"" + program.title() + "\"");
  v1::StartRunningPlanRequest start;
  start.set_parent(amelie_.name());
  start.mutable_running_plan()->set_start_date("2026-11-06");
  start.set_entry_reason("She runs already; the plan only slows her down.");
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RunningPlan plan,
                             desks_.Call("sinead", now, &Running::StartRunningPlan, start));
  running_plan_ = plan.name();
  MIDSTANCE_RETURN_IF_ERROR(GiveHerALink(now));
  v1::GetCheckInFormRequest form;
  form.set_name(amelie_.name());
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::CheckInForm asked,
                             desks_.Anyone(now)
                                 .WithToken(link_token_)
                                 .Call(&v1::CheckInService::Stub::GetCheckInForm, form));
  return teller_.Must(asked.today().exercises_size() == 3 && asked.today().has_run(),
                      "her phone shows three exercises and a run for today",
                      std::to_string(asked.today().exercises_size()) + " exercises");
}

absl::Status Story::GiveHerALink(Instant at) {
  v1::IssueCheckInLinkRequest link;
  link.set_parent(amelie_.name());
  *link.mutable_expire_time() = TimestampOf(November(30, 12));
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::IssueCheckInLinkResponse issued,
      desks_.Call("sinead", at, &v1::CheckInService::Stub::IssueCheckInLink, link));
  link_ = issued.check_in_link().name();
  link_token_ = issued.token();
  teller_.Tell("Amélie gets a link to her own check-ins");
  return absl::OkStatus();
}

absl::Status Story::NextStage() {
  teller_.Scene(5, "13 November", "pain goes down: to stage 2 of the way back to running");
  v1::RunningPlan plan;
  for (const int minute : {0, 1}) {
    MIDSTANCE_ASSIGN_OR_RETURN(const client::Client sinead,
                               desks_.Of("sinead", November(13, 12, minute)));
    v1::DecideRunningStageRequest decide;
    decide.set_move(v1::STAGE_MOVE_ADVANCE);
    decide.set_reason("She ran as far before; pain is down to 4.");
    MIDSTANCE_ASSIGN_OR_RETURN(
        plan, client::Change(sinead, &Running::GetRunningPlan, &Running::DecideRunningStage,
                             running_plan_, std::move(decide)));
  }
  for (const auto& decision : plan.decisions()) {
    teller_.Tell(client::TimeWord(decision.decide_time()) + "  " +
                 client::Word(decision.decided()));
  }
  return teller_.Must(plan.stage() == 2, "she is at stage 2, and who decided it is kept",
                      "stage " + std::to_string(plan.stage()));
}

absl::Status Story::RunningIsOnHold(Instant at) {
  v1::GetCheckInFormRequest form;
  form.set_name(amelie_.name());
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::CheckInForm asked,
      desks_.Call("sinead", at, &v1::CheckInService::Stub::GetCheckInForm, form));
  return teller_.Must(!asked.today().has_run(), "the plan of her day asks for no run any more",
                      "it asks for stage " + std::to_string(asked.today().run().stage()));
}

}  // namespace midstance::story
