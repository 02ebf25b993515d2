#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/commands/letter_file.h"
#include "clients/cli/commands/replies.h"
#include "clients/core/change.h"
#include "midstance/v1/referral_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using ReferralStub = v1::ReferralService::Stub;

void AddCreateReferral(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "create", "Draft a letter from an escalation",
              "referrals create patients/amelie/cases/01k/escalations/01m --to 'Dr Okafor'");
  auto request = std::make_shared<v1::CreateReferralRequest>();
  v1::Referral& referral = *request->mutable_referral();
  v1::Referral::Addressee& to = *referral.mutable_addressee();
  verb.add_option("escalation", *referral.mutable_escalation(), "Which one it answers")->required();
  verb.add_option("--to", *to.mutable_name(), "Doctor or service")->required();
  verb.add_option("--organisation", *to.mutable_organisation(), "Practice or hospital");
  verb.add_option("--contact", *to.mutable_contact(), "Address, telephone or fax");
  verb.add_option("--email", *to.mutable_email(), "Address that letters may be mailed to");
  verb.add_option("--question", *referral.mutable_question(),
                  "What is asked; left out: drafted from the evidence");
  Does<v1::CreateReferralRequest>(
      verb, context, request,
      [](const Context& c, const client::Client& client, const v1::CreateReferralRequest& given) {
        v1::CreateReferralRequest wanted = given;
        const std::string& escalation = wanted.referral().escalation();
        wanted.set_parent(escalation.substr(0, escalation.find("/escalations/")));
        return c.Show(ReferralColumns(), client.Call(&ReferralStub::CreateReferral, wanted));
      });
}

// A verb that changes one referral.
template <class Request>
void AddChange(CLI::App& verb, Context& context, std::shared_ptr<Request> request,
               grpc::Status (ReferralStub::*method)(grpc::ClientContext*, const Request&,
                                                    v1::Referral*)) {
  AddName(verb, *request->mutable_name(), "referral");
  Does<Request>(verb, context, std::move(request),
                [method](const Context& c, const client::Client& client, const Request& given) {
                  return c.Show(ReferralColumns(),
                                client::Change(client, &ReferralStub::GetReferral, method,
                                               given.name(), given));
                });
}

void AddSend(CLI::App& noun, Context& context) {
  struct SendOptions {
    v1::SendReferralRequest request;
    std::string deliver_by;
  };
  CLI::App& verb =
      AddVerb(noun, "send", "Record that the letter goes out, or have it sent",
              "referrals send patients/amelie/cases/01k/referrals/01m --channel fax\n"
              "referrals send patients/amelie/cases/01k/referrals/01m --channel mail \\\n"
              "    --deliver-by mail");
  auto options = std::make_shared<SendOptions>();
  AddName(verb, *options->request.mutable_name(), "referral");
  verb.add_option("--channel", *options->request.mutable_channel(), "How it goes, e.g. fax")
      ->required();
  verb.add_option("--letter-sha256", *options->request.mutable_letter_sha256(),
                  "Send only if the PDF is still the one with this digest");
  verb.add_option("--deliver-by", options->deliver_by,
                  "By what the server sends it; left out: you do")
      ->check(OneOf({"mail", "folder", "command"}));
  Does<SendOptions>(
      verb, context, options,
      [](const Context& c, const client::Client& client, const SendOptions& o) -> absl::Status {
        v1::SendReferralRequest request = o.request;
        if (!o.deliver_by.empty()) {
          MIDSTANCE_ASSIGN_OR_RETURN(const auto way,
                                     client::ParseWord<v1::Delivery::Channel>(o.deliver_by));
          request.set_deliver_by(way);
        }
        return c.Show(ReferralColumns(),
                      client::Change(client, &ReferralStub::GetReferral,
                                     &ReferralStub::SendReferral, o.request.name(), request));
      });
}

void AddStep(CLI::App& noun, Context& context) {
  struct StepOptions {
    std::string name;
    std::string state;
    std::string at;
    std::string note;
  };
  CLI::App& verb = AddVerb(noun, "step", "Record what became of it",
                           "referrals step patients/amelie/cases/01k/referrals/01m scheduled \\\n"
                           "    --note 'Thursday 10:00'");
  auto options = std::make_shared<StepOptions>();
  AddName(verb, options->name, "referral");
  verb.add_option("state", options->state, "How far it is")
      ->required()
      ->check(OneOf({"delivered", "acknowledged", "scheduled", "seen", "report-received",
                     "acted-on", "declined", "lost", "returned"}));
  verb.add_option("--at", options->at, "When it occurred (UTC); left out: now");
  verb.add_option("--note", options->note, "What is worth knowing");
  Does<StepOptions>(
      verb, context, options,
      [](const Context& c, const client::Client& client, const StepOptions& o) -> absl::Status {
        v1::RecordReferralStepRequest request;
        MIDSTANCE_ASSIGN_OR_RETURN(const auto state,
                                   client::ParseWord<v1::Referral::State>(o.state));
        request.set_state(state);
        request.set_note(o.note);
        if (!o.at.empty()) {
          MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_occurred_time(), client::ParseTime(o.at));
        }
        return c.Show(ReferralColumns(), client::Change(client, &ReferralStub::GetReferral,
                                                        &ReferralStub::RecordReferralStep, o.name,
                                                        std::move(request)));
      });
}

void AddLetter(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "letter", "The letter as text, PDF or HTML",
                           "referrals letter patients/amelie/cases/01k/referrals/01m \\\n"
                           "    --output letter.pdf");
  auto options = std::make_shared<LetterOptions>();
  AddName(verb, options->name, "referral");
  verb.add_option(
          "--as", options->as,
          "As what; left out: what the file's name ends in, else text. Of a letter that was "
          "sent, the PDF is what was sent")
      ->check(OneOf({"text", "pdf", "html"}));
  verb.add_option("--output", options->output, "File to write; left out: standard output");
  Does<LetterOptions>(
      verb, context, options,
      [](const Context& c, const client::Client& client, const LetterOptions& o) -> absl::Status {
        auto request = client::ByName<v1::RenderReferralRequest>(o.name);
        MIDSTANCE_ASSIGN_OR_RETURN(const auto format, FormatOf(o));
        request.set_format(format);
        MIDSTANCE_ASSIGN_OR_RETURN(v1::RenderReferralResponse reply,
                                   client.Call(&ReferralStub::RenderReferral, request));
        if (c.output_format() != Format::kJson) return WriteLetter(c, reply, o.output);
        if (!o.output.empty()) {
          MIDSTANCE_RETURN_IF_ERROR(WriteLetter(c, reply, o.output));
          reply.clear_content();
          reply.clear_text();
        }
        c.data() << FormatJson(reply);
        return absl::OkStatus();
      });
}

}  // namespace

void AddReferrals(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "referrals", "Letters to doctors, and what became of them");

  CLI::App& list = AddVerb(noun, "list", "List referrals",
                           "referrals list\nreferrals list --filter 'state = STATE_SENT'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, urgency, escalation, create_time, update_time",
                  .example = "state = STATE_SENT",
                  .order = "urgency, state, create_time, update_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListReferralsRequest request;
                      request.set_parent(CaseParent(o.parent));
                      return ShowList(c, client, &ReferralStub::ListReferrals,
                                      &v1::ListReferralsResponse::referrals, request, o,
                                      ReferralColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one referral",
                           "referrals show patients/amelie/cases/01k/referrals/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "referral");
  Does<NameOption>(show, context, name,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(ReferralColumns(),
                                   client.Call(&ReferralStub::GetReferral,
                                               client::ByName<v1::GetReferralRequest>(o.name)));
                   });
  AddCreateReferral(noun, context);

  CLI::App& redraft = AddVerb(noun, "redraft",
                              "Draft again what nobody wrote of the letter, from what is known now",
                              "referrals redraft patients/amelie/cases/01k/referrals/01m");
  AddChange(redraft, context, std::make_shared<v1::RedraftReferralRequest>(),
            &ReferralStub::RedraftReferral);
  AddSend(noun, context);
  AddStep(noun, context);

  CLI::App& close = AddVerb(noun, "close", "Close the loop, or drop a draft",
                            "referrals close patients/amelie/cases/01k/referrals/01m \\\n"
                            "    --reason 'Report read' --finding 'No fracture'");
  auto closing = std::make_shared<v1::CloseReferralRequest>();
  close.add_option("--reason", *closing->mutable_reason(), "Why")->required();
  close.add_option("--finding", *closing->mutable_finding(), "What the doctor found");
  AddChange(close, context, closing, &ReferralStub::CloseReferral);
  AddLetter(noun, context);
  AddReplies(noun, context);
}

}  // namespace midstance::cli
