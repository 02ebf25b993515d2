#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/following.h"
#include "clients/core/change.h"
#include "midstance/v1/escalation_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using EscalationStub = v1::EscalationService::Stub;

struct RaiseOptions {
  v1::RaiseEscalationRequest request;
  std::string site;
  std::string urgency;
};

absl::Status Raise(const Context& context, const client::Client& client,
                   const RaiseOptions& options) {
  v1::RaiseEscalationRequest request = options.request;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto urgency,
                             client::ParseWord<rules::v1::Urgency>(options.urgency));
  request.set_urgency(urgency);
  if (!options.site.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_site(), client::ParseSite(options.site));
  }
  return context.Show(EscalationColumns(), client.Call(&EscalationStub::RaiseEscalation, request));
}

void AddRaise(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "raise", "Raise one by hand, without any rule",
              "escalations raise patients/amelie/cases/01k --urgency soon \\\n"
              "    --site hip/left --reason 'Her gait has changed' --advice no-running");
  auto options = std::make_shared<RaiseOptions>();
  auto& request = options->request;
  verb.add_option("case", *request.mutable_parent(), "In which case")->required();
  verb.add_option("--urgency", options->urgency, "How soon somebody must act")
      ->required()
      ->check(OneOf({"watch", "soon", "urgent", "emergency"}));
  verb.add_option("--reason", *request.mutable_reason(), "What worries you, in a sentence")
      ->required();
  verb.add_option("--site", options->site, "Where, like hip/left; left out: the whole patient");
  verb.add_option("--destination", *request.mutable_destination(),
                  "Where to send the patient; left out: as the urgency says");
  verb.add_option("--advice", *request.mutable_activity_advice(),
                  "What the patient does meanwhile, like no-running");
  Does<RaiseOptions>(verb, context, options, Raise);
}

struct AcknowledgeOptions {
  v1::AcknowledgeEscalationRequest request;
  bool phone = false;
  bool draft_referral = false;
  bool next_contact = false;
};

v1::Escalation::FirstStep FirstStepOf(const AcknowledgeOptions& options) {
  if (options.phone) return v1::Escalation::FIRST_STEP_PHONE_PATIENT;
  if (options.draft_referral) return v1::Escalation::FIRST_STEP_DRAFT_REFERRAL;
  if (options.next_contact) return v1::Escalation::FIRST_STEP_NEXT_CONTACT;
  return options.request.hand_over_to().empty() ? v1::Escalation::FIRST_STEP_UNSPECIFIED
                                                : v1::Escalation::FIRST_STEP_HAND_OVER;
}

absl::Status Acknowledge(const Context& context, const client::Client& client,
                         const AcknowledgeOptions& options) {
  v1::AcknowledgeEscalationRequest request = options.request;
  request.set_first_step(FirstStepOf(options));
  const std::string name = request.name();
  return context.Show(EscalationColumns(), client::Change(client, &EscalationStub::GetEscalation,
                                                          &EscalationStub::AcknowledgeEscalation,
                                                          name, std::move(request)));
}

void AddAcknowledge(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(
      noun, "acknowledge", "Seen, and being worked on; or handed over to somebody who does",
      "escalations acknowledge patients/amelie/cases/01k/escalations/01m --phone\n"
      "escalations acknowledge patients/amelie/cases/01k/escalations/01m --draft-referral \\\n"
      "    --note 'No running until seen'\n"
      "escalations acknowledge patients/amelie/cases/01k/escalations/01m --hand-over users/kenji");
  auto options = std::make_shared<AcknowledgeOptions>();
  AddName(verb, *options->request.mutable_name(), "escalation");
  auto& step = *verb.add_option_group("first step", "What is done first, which an emergency needs");
  step.add_flag("--phone", options->phone, "You phone the patient now");
  step.add_option("--hand-over", *options->request.mutable_hand_over_to(),
                  "Who takes it over, like users/kenji");
  step.add_flag("--draft-referral", options->draft_referral, "You draft a referral");
  step.add_flag("--next-contact", options->next_contact,
                "You look at it at the next contact; not of what is urgent");
  step.require_option(0, 1);
  verb.add_option("--note", *options->request.mutable_note(), "What will be done");
  Does<AcknowledgeOptions>(verb, context, options, Acknowledge);
}

struct ResolveOptions {
  v1::ResolveEscalationRequest request;
  std::string outcome;
  std::string because;
  std::string look_again;
};

absl::Status Resolve(const Context& context, const client::Client& client,
                     const ResolveOptions& options) {
  v1::ResolveEscalationRequest request = options.request;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto outcome,
                             client::ParseWord<v1::Escalation::Outcome>(options.outcome));
  request.set_outcome(outcome);
  if (!options.because.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto because,
                               client::ParseWord<v1::Escalation::OverrideReason>(options.because));
    request.set_override_reason(because);
  }
  if (!options.look_again.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_look_again_time(),
                               client::ParseTime(options.look_again));
  }
  const std::string name = request.name();
  return context.Show(EscalationColumns(),
                      client::Change(client, &EscalationStub::GetEscalation,
                                     &EscalationStub::ResolveEscalation, name, std::move(request)));
}

void AddResolve(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "resolve", "Close with a reason",
                           "escalations resolve patients/amelie/cases/01k/escalations/01m \\\n"
                           "    --outcome referred --reason 'Seen by orthopaedics'\n"
                           "escalations resolve patients/amelie/cases/01k/escalations/01m \\\n"
                           "    --outcome wrong-alarm --because explained --look-again 2026-12-01 "
                           "--reason 'Tape had rubbed'");
  auto options = std::make_shared<ResolveOptions>();
  AddName(verb, *options->request.mutable_name(), "escalation");
  verb.add_option("--outcome", options->outcome, "What came of it")
      ->required()
      ->check(OneOf({"referred", "treated-on", "wrong-alarm", "other"}));
  verb.add_option("--reason", *options->request.mutable_reason(), "Why")->required();
  verb.add_option("--because", options->because, "Of a wrong alarm: why it was one")
      ->check(OneOf({"under-medical-care", "entry-error", "explained", "duplicate", "other"}));
  verb.add_option(
      "--look-again", options->look_again,
      "When you look at it again (UTC); needed where it was urgent and goes to no doctor");
  Does<ResolveOptions>(verb, context, options, Resolve);
}

}  // namespace

void AddEscalations(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "escalations", "Red flags that a person must answer");

  AddRaise(noun, context);

  CLI::App& list = AddVerb(noun, "list", "List escalations, the most urgent first",
                           "escalations list\nescalations list --filter 'state = STATE_OPEN'\n"
                           "escalations list --watch\n"
                           "escalations list --filter 'state = STATE_OPEN' --exit-code");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, urgency, family, raised_time, due_time",
                  .example = "state = STATE_OPEN",
                  .order = "urgency, state, raised_time, due_time"});
  AddFollowing(list, context);
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListEscalationsRequest request;
                      request.set_parent(CaseParent(o.parent));
                      const Followed followed{.parent = o.parent, .types = {"Escalation"}};
                      return ShowAndFollow(c, client, followed, [&](const Context& shown) {
                        ListOptions asked = o;
                        asked.limit = LimitOf(shown, o.limit);
                        return ShowList(shown, client, &EscalationStub::ListEscalations,
                                        &v1::ListEscalationsResponse::escalations, request, asked,
                                        EscalationColumns());
                      });
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one escalation; --format json has its evidence",
                           "escalations show patients/amelie/cases/01k/escalations/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "escalation");
  Does<NameOption>(show, context, name,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(EscalationColumns(),
                                   client.Call(&EscalationStub::GetEscalation,
                                               client::ByName<v1::GetEscalationRequest>(o.name)));
                   });

  AddAcknowledge(noun, context);
  AddResolve(noun, context);
}

}  // namespace midstance::cli
