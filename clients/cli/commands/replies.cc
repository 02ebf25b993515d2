#include "clients/cli/commands/replies.h"

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/commands/letter_file.h"
#include "clients/core/words.h"
#include "midstance/v1/referral_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using Replying = v1::ReferralService::Stub;

// Shows the token of a link, which the server tells once.
absl::Status ReplyLink(const Context& c, const client::Client& client, const NameOption& o) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::Referral found,
      client.Call(&Replying::GetReferral, client::ByName<v1::GetReferralRequest>(o.name)));
  auto request = client::ByName<v1::IssueReplyLinkRequest>(o.name);
  request.set_etag(found.etag());
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::IssueReplyLinkResponse reply,
                             client.Call(&Replying::IssueReplyLink, request));
  if (c.output_format() == Format::kJson) {
    c.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  c.talk()
      << "the token is shown once; give it, or the address of the page, to the receiver alone\n";
  return c.Show(
      Columns<v1::Referral>{
          {"REPLY BY", [](const auto& r) { return client::TimeWord(r.reply_link_expire_time()); }},
          {"NAME", [](const auto& r) { return r.name(); }},
          {"TOKEN", [token = reply.token()](const auto&) { return token; }},
          // Where the gateway has its page for receivers.
          {"PAGE",
           [token = reply.token()](const auto& r) { return "/reply#" + r.name() + "/" + token; }},
      },
      reply.referral());
}

// The letter as whom it was sent to sees it.
absl::Status ForReply(const Context& c, const client::Client& client, const LetterOptions& o) {
  auto request = client::ByName<v1::GetReferralForReplyRequest>(o.name);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto format, FormatOf(o));
  request.set_format(format);
  MIDSTANCE_ASSIGN_OR_RETURN(v1::ReferralForReply shown,
                             client.Call(&Replying::GetReferralForReply, request));
  if (!o.output.empty()) {
    v1::RenderReferralResponse letter;
    letter.set_content(shown.content());
    letter.set_sha256(shown.sha256());
    MIDSTANCE_RETURN_IF_ERROR(WriteLetter(c, letter, o.output));
    shown.clear_content();
  }
  if (c.output_format() == Format::kJson) {
    c.data() << FormatJson(shown);
    return absl::OkStatus();
  }
  return c.Show(
      Columns<v1::ReferralForReply>{
          {"FROM", [](const auto& r) { return r.clinic(); }},
          {"URGENCY", [](const auto& r) { return client::Word(r.urgency()); }},
          {"QUESTION", [](const auto& r) { return r.question(); }, Fit::kMayShorten},
          {"REPLY BY", [](const auto& r) { return client::TimeWord(r.expire_time()); }},
          {"NAME", [](const auto& r) { return r.name(); }},
          {"LETTER SHA256", [](const auto& r) { return r.letter_sha256(); }, Fit::kDetail},
      },
      shown);
}

struct ReplyOptions {
  v1::AnswerReferralRequest request;
  bool confirmed = false;
  bool other = false;
  bool nothing = false;
  bool accepted = false;
  bool declined = false;
  bool more_needed = false;
};

v1::Referral::Answer AnswerGiven(const ReplyOptions& o) {
  if (o.confirmed) return v1::Referral::ANSWER_CONFIRMED;
  if (o.other) return v1::Referral::ANSWER_OTHER_FINDING;
  if (o.nothing) return v1::Referral::ANSWER_NOTHING_FOUND;
  if (o.accepted) return v1::Referral::ANSWER_ACCEPTED;
  return o.declined ? v1::Referral::ANSWER_DECLINED : v1::Referral::ANSWER_MORE_NEEDED;
}

absl::Status GiveAnswer(const Context& c, const client::Client& client, const ReplyOptions& o) {
  v1::AnswerReferralRequest request = o.request;
  request.set_answer(AnswerGiven(o));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::AnswerReferralResponse reply,
                             client.Call(&Replying::AnswerReferral, request));
  if (c.output_format() == Format::kJson) {
    c.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  if (!reply.token().empty()) {
    c.talk() << "the link was used; what came of it is told by the token of a new one\n";
  }
  return c.Show(
      Columns<v1::AnswerReferralResponse>{
          {"ANSWERED", [](const auto& r) { return client::TimeWord(r.reply_time()); }},
          {"REPLY BY", [](const auto& r) { return client::TimeWord(r.expire_time()); }},
          {"TOKEN", [](const auto& r) { return r.token(); }},
      },
      reply);
}

}  // namespace

void AddReplies(CLI::App& noun, Context& context) {
  CLI::App& link = AddVerb(noun, "reply-link", "Make a link by which the receiver answers, once",
                           "referrals reply-link patients/amelie/cases/01k/referrals/01m");
  auto name = std::make_shared<NameOption>();
  AddName(link, name->name, "referral");
  Does<NameOption>(link, context, name, ReplyLink);

  CLI::App& read =
      AddVerb(noun, "for-reply", "What the receiver is asked; MIDSTANCE_TOKEN is the link's",
              "referrals for-reply patients/amelie/cases/01k/referrals/01m --output letter.pdf");
  auto letter = std::make_shared<LetterOptions>();
  letter->as = "pdf";
  AddName(read, letter->name, "referral");
  read.add_option("--as", letter->as, "As what")
      ->check(OneOf({"text", "pdf", "html"}))
      ->capture_default_str();
  read.add_option("--output", letter->output, "File to write the letter to");
  Does<LetterOptions>(read, context, letter, ForReply);

  CLI::App& answer =
      AddVerb(noun, "answer", "Answer as the receiver; MIDSTANCE_TOKEN is the link's",
              "referrals answer patients/amelie/cases/01k/referrals/01m \\\n"
              "    --confirmed --by 'Dr Okafor'");
  auto options = std::make_shared<ReplyOptions>();
  AddName(answer, *options->request.mutable_name(), "referral");
  auto* which = answer.add_option_group("answer", "What is answered")->require_option(1);
  which->add_flag("--confirmed", options->confirmed, "What was suspected was found");
  which->add_flag("--other", options->other, "Something else was found; --text says what");
  which->add_flag("--nothing-found", options->nothing, "Nothing was found");
  which->add_flag("--accepted", options->accepted, "The patient is expected, not seen yet");
  which->add_flag("--declined", options->declined, "The patient is not taken; --text says why");
  which->add_flag("--more-needed", options->more_needed, "More must be known; --text says what");
  answer.add_option("--text", *options->request.mutable_text(), "In the receiver's words");
  answer.add_option("--by", *options->request.mutable_answered_by(), "Who answers")->required();
  Does<ReplyOptions>(answer, context, options, GiveAnswer);
}

}  // namespace midstance::cli
