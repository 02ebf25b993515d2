#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "clients/core/words.h"
#include "midstance/v1/case_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using CaseStub = v1::CaseService::Stub;

struct NewCase {
  v1::CreateCaseRequest request;
  std::vector<std::string> sites;
};

absl::Status CreateCase(const Context& context, const client::Client& client,
                        const NewCase& options) {
  v1::CreateCaseRequest request = options.request;
  for (const std::string& text : options.sites) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_case_()->add_sites(), client::ParseSite(text));
  }
  return context.Show(CaseColumns(), client.Call(&CaseStub::CreateCase, request));
}

void AddCreateCase(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "create", "Open a case",
              "cases create patients/amelie --title 'Left groin pain' --site hip/left");
  auto options = std::make_shared<NewCase>();
  v1::Case& fresh = *options->request.mutable_case_();
  verb.add_option("patient", *options->request.mutable_parent(), "Of which patient")->required();
  verb.add_option("--title", *fresh.mutable_title(), "Short title")->required();
  verb.add_option("--site", options->sites, "Where, area/side; may be repeated")->required();
  verb.add_option("--complaint", *fresh.mutable_complaint(), "In the patient's words");
  verb.add_option("--onset", *fresh.mutable_onset_date(), "First day, YYYY-MM-DD");
  verb.add_option("--clinician", *fresh.mutable_clinician(), "Who leads it; left out: you");
  verb.add_flag_callback(
      "--draft", [options] { options->request.set_draft(true); }, "Begin it as a draft");
  Does<NewCase>(verb, context, options, CreateCase);
}

struct MoveOptions {
  std::string name;
  std::string reason;
};

template <class Request>
void AddCaseMove(CLI::App& noun, Context& context, const std::string& name,
                 const std::string& description,
                 grpc::Status (CaseStub::*method)(grpc::ClientContext*, const Request&,
                                                  v1::Case*)) {
  CLI::App& verb = AddVerb(noun, name, description,
                           "cases " + name + " patients/amelie/cases/01k --reason 'As agreed'");
  auto options = std::make_shared<MoveOptions>();
  AddName(verb, options->name, "case");
  verb.add_option("--reason", options->reason, "Why")->required();
  Does<MoveOptions>(verb, context, options,
                    [method](const Context& c, const client::Client& client, const MoveOptions& o) {
                      Request request;
                      request.set_reason(o.reason);
                      return c.Show(CaseColumns(),
                                    client::Change(client, &CaseStub::GetCase, method, o.name,
                                                   std::move(request)));
                    });
}

struct CloseOptions {
  std::string name;
  std::string what;
  std::string reason;
};

absl::Status Close(const Context& context, const client::Client& client,
                   const CloseOptions& options) {
  v1::CloseCaseRequest request;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto what,
                             client::ParseWord<v1::Case::CloseReason>(options.what));
  request.set_close_reason(what);
  request.set_reason(options.reason);
  return context.Show(CaseColumns(),
                      client::Change(client, &CaseStub::GetCase, &CaseStub::CloseCase, options.name,
                                     std::move(request)));
}

void AddClose(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "close", "End a case without a discharge",
                           "cases close patients/amelie/cases/01k --what lost \\\n"
                           "    --reason 'Three calls without an answer'");
  auto options = std::make_shared<CloseOptions>();
  AddName(verb, options->name, "case");
  verb.add_option("--what", options->what, "What became of it")
      ->required()
      ->check(OneOf({"lost", "transferred", "declined"}));
  verb.add_option("--reason", options->reason, "Why, in words")->required();
  Does<CloseOptions>(verb, context, options, Close);
}

void AddMoves(CLI::App& noun, Context& context) {
  AddCaseMove<v1::OpenCaseRequest>(noun, context, "open", "Open a draft", &CaseStub::OpenCase);
  AddCaseMove<v1::StartProgramRequest>(noun, context, "start-program",
                                       "Begin or go on with a program", &CaseStub::StartProgram);
  AddCaseMove<v1::MarkReviewDueRequest>(noun, context, "review-due", "A re-assessment is due",
                                        &CaseStub::MarkReviewDue);
  AddCaseMove<v1::ReferCaseRequest>(noun, context, "refer", "A referral is out",
                                    &CaseStub::ReferCase);
  AddCaseMove<v1::PlanDischargeRequest>(noun, context, "plan-discharge", "The discharge is agreed",
                                        &CaseStub::PlanDischarge);
  AddCaseMove<v1::HoldCaseRequest>(noun, context, "hold", "Pause a case", &CaseStub::HoldCase);
  AddCaseMove<v1::ResumeCaseRequest>(noun, context, "resume", "End a pause", &CaseStub::ResumeCase);
  AddCaseMove<v1::DischargeCaseRequest>(noun, context, "discharge", "End a case",
                                        &CaseStub::DischargeCase);
  AddClose(noun, context);
  AddCaseMove<v1::ReopenCaseRequest>(noun, context, "reopen",
                                     "Go on from an ended case, within 90 days, in a new one",
                                     &CaseStub::ReopenCase);
}

}  // namespace

void AddCases(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "cases", "Episodes of care");

  CLI::App& list = AddVerb(
      noun, "list", "List cases",
      "cases list\ncases list patients/amelie\ncases list --filter 'state = STATE_ON_HOLD'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, clinician, create_time, update_time",
                  .example = "state = STATE_ON_HOLD",
                  .order = "state, create_time, update_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListCasesRequest request;
                      request.set_parent(o.parent);
                      return ShowList(c, client, &CaseStub::ListCases,
                                      &v1::ListCasesResponse::cases, request, o, CaseColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one case", "cases show patients/amelie/cases/01k");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "case");
  Does<NameOption>(
      show, context, name, [](const Context& c, const client::Client& client, const NameOption& o) {
        return c.Show(CaseColumns(),
                      client.Call(&CaseStub::GetCase, client::ByName<v1::GetCaseRequest>(o.name)));
      });
  AddCreateCase(noun, context);
  AddMoves(noun, context);
  AddCaseCare(noun, context);
}

}  // namespace midstance::cli
