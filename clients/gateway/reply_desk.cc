#include "clients/gateway/reply_desk.h"

#include <absl/strings/numbers.h>

#include <utility>

#include "clients/core/link_code.h"
#include "clients/gateway/reply_pages.h"
#include "support/status.h"

namespace midstance::gateway {
namespace {

constexpr std::string_view kLetter = "/reply/letter";
constexpr std::string_view kAnswer = "/reply/answer";
constexpr char kReadMethod[] = "/midstance.v1.ReferralService/GetReferralForReply";
constexpr char kAnswerMethod[] = "/midstance.v1.ReferralService/AnswerReferral";

absl::Status Incomplete() { return Error(v1::ERROR_REASON_BODY_MALFORMED); }

HttpResponse Routed(HttpResponse response, std::string_view route) {
  response.route = route;
  return response;
}

// What was typed, for the server and for the page that shows it again.
ReplyForm FilledIn(const Form& form, const client::LinkCode& code) {
  ReplyForm filled{.code = std::string(FieldOf(form, "code")), .request = {}};
  int answer = 0;
  if (absl::SimpleAtoi(std::string(FieldOf(form, "answer")), &answer) &&
      v1::Referral::Answer_IsValid(answer)) {
    filled.request.set_answer(static_cast<v1::Referral::Answer>(answer));
  }
  filled.request.set_name(code.name);
  filled.request.set_text(std::string(FieldOf(form, "text")));
  filled.request.set_answered_by(std::string(FieldOf(form, "name")));
  filled.request.set_request_id(std::string(FieldOf(form, "request_id")));
  filled.accepted = !FieldOf(form, "accepted").empty();
  return filled;
}

}  // namespace

ReplyDesk::ReplyDesk(const ServerCall& call, const Limits& limits) : call_(call), limits_(limits) {}

std::string_view ReplyDesk::RouteOf(std::string_view path) {
  for (const std::string_view known : {kLetter, kAnswer}) {
    if (path == known) return known;
  }
  return {};
}

std::optional<HttpResponse> ReplyDesk::Refuse(const HttpRequest& head) {
  const std::string_view route = RouteOf(head.path);
  if (head.method != Method::kPost) {
    HttpResponse elsewhere = TextResponse(303, "Begin at /reply.");
    elsewhere.headers.emplace_back("Location", "/reply");
    return Routed(std::move(elsewhere), route);
  }
  if (!IsForm(head.Header("content-type"))) {
    return Routed(TextResponse(415, "Send application/x-www-form-urlencoded."), route);
  }
  if (!IsFromHere(head)) {
    return Routed(TextResponse(403, "This form must be sent from its own page."), route);
  }
  return std::nullopt;
}

void ReplyDesk::Answer(const HttpRequest& request, Respond respond) const {
  const auto form = ParseForm(request.body);
  const auto routed = [route = RouteOf(request.path), respond = std::move(respond)](
                          HttpResponse response) { respond(Routed(std::move(response), route)); };
  if (!form) return routed(NoLetterPage(Incomplete()));
  if (request.path == kLetter) return ShowLetter(*form, routed);
  TakeAnswer(*form, routed);
}

void ReplyDesk::ShowLetter(const Form& form, Respond respond) const {
  const auto code = client::ParseLinkCode(FieldOf(form, "code"));
  if (!code) return respond(NoLetterPage(Incomplete()));
  v1::GetReferralForReplyRequest request;
  request.set_name(code->name);
  request.set_format(v1::LETTER_FORMAT_TEXT);
  // Made here and not when it is sent, so that a form that is sent twice counts once.
  ReplyForm blank{.code = code->str(), .request = {}};
  blank.request.set_request_id(request_ids_());
  call_(kReadMethod, request.SerializeAsString(), code->token, limits_.call_time,
        [blank = std::move(blank),
         respond = std::move(respond)](const absl::StatusOr<std::string>& bytes) mutable {
          v1::ReferralForReply letter;
          if (!bytes.ok()) return respond(NoLetterPage(bytes.status()));
          if (!letter.ParseFromString(*bytes)) {
            return respond(NoLetterPage(absl::InternalError("the letter cannot be read")));
          }
          blank.accepted = letter.accepted();
          respond(LetterPage(letter, blank));
        });
}

void ReplyDesk::TakeAnswer(const Form& form, Respond respond) const {
  const auto code = client::ParseLinkCode(FieldOf(form, "code"));
  if (!code) return respond(NoLetterPage(Incomplete()));
  const ReplyForm filled = FilledIn(form, *code);
  call_(kAnswerMethod, filled.request.SerializeAsString(), code->token, limits_.call_time,
        [filled, respond = std::move(respond)](const absl::StatusOr<std::string>& bytes) {
          if (!bytes.ok()) {
            return respond(MayTryAgain(bytes.status()) ? AnswerAgainPage(filled, bytes.status())
                                                       : NoLetterPage(bytes.status()));
          }
          v1::AnswerReferralResponse answered;
          answered.ParseFromString(*bytes);
          respond(ThanksPage(answered.token().empty()
                                 ? std::string()
                                 : filled.request.name() + '/' + answered.token()));
        });
}

}  // namespace midstance::gateway
