#include "clients/gateway/check_in_desk.h"

#include <memory>
#include <utility>

#include "clients/gateway/check_in_record.h"
#include "clients/gateway/connect.h"
#include "clients/gateway/cookies.h"
#include "clients/gateway/form.h"
#include "clients/gateway/packed_form.h"
#include "support/status.h"

namespace midstance::gateway {
namespace {

constexpr std::string_view kBegin = "/check-in";
constexpr std::string_view kOpen = "/check-in/open";
constexpr std::string_view kToday = "/check-in/today";
constexpr std::string_view kSend = "/check-in/send";
constexpr std::string_view kForget = "/check-in/forget";

constexpr std::string_view kCodeCookie = "__Host-check-in";
constexpr std::string_view kLanguageCookie = "__Host-language";
constexpr std::chrono::hours kKeptFor{30 * 24};  // no link lasts longer
constexpr std::size_t kMostCheckInFields = 400;

constexpr char kFormMethod[] = "/midstance.v1.CheckInService/GetCheckInForm";

HttpResponse SeeOther(std::string_view where) {
  HttpResponse elsewhere = TextResponse(303, "Go on at " + std::string(where));
  elsewhere.headers.emplace_back("Location", where);
  return elsewhere;
}

HttpResponse WithCookie(HttpResponse response, std::string cookie) {
  response.headers.emplace_back("Set-Cookie", std::move(cookie));
  return response;
}

// Who chose a language keeps it.
HttpResponse WithChosenLanguage(HttpResponse page, const Look& look, const Form& chosen) {
  if (TextsIn(FieldOf(chosen, "lang")) == nullptr) return page;
  return WithCookie(std::move(page), SetCookie(kLanguageCookie, look.texts.language(), kKeptFor));
}

// The link is over or was never one: no use in keeping it.
HttpResponse Gone(const Look& look, int status) {
  return WithCookie(ObstaclePage(look, Obstacle::kGone, status), ForgetCookie(kCodeCookie));
}

bool IsRefusal(const absl::Status& problem) {
  return problem.code() == absl::StatusCode::kUnauthenticated ||
         problem.code() == absl::StatusCode::kPermissionDenied ||
         problem.code() == absl::StatusCode::kNotFound;
}

HttpResponse NoForm(const Look& look, const absl::Status& problem) {
  if (IsRefusal(problem)) return Gone(look, HttpStatusOf(problem.code()));
  return ObstaclePage(look, Obstacle::kDown, 503);
}

std::optional<client::LinkCode> CodeOfCookie(const HttpRequest& request) {
  return client::ParseLinkCode(CookieOf(request, kCodeCookie));
}

std::string Taken(Form& form, std::string_view name) {
  const auto found = form.find(name);
  if (found == form.end()) return {};
  std::string value = std::move(found->second);
  form.erase(found);
  return value;
}

}  // namespace

// What was sent, and by whom.
struct CheckInDesk::Asked {
  Look look;
  client::LinkCode code;
  CheckInEntry entry;
  CheckInCall call;
};

CheckInDesk::CheckInDesk(const ServerCall& call, const Limits& limits, Contact contact)
    : call_(call), limits_(limits), contact_(std::move(contact)) {}

std::string_view CheckInDesk::RouteOf(std::string_view path) {
  for (const std::string_view known : {kBegin, kOpen, kToday, kSend, kForget}) {
    if (path == known) return known;
  }
  return {};
}

std::optional<HttpResponse> CheckInDesk::Refuse(const HttpRequest& head) {
  const std::string_view route = RouteOf(head.path);
  const auto refused = [route](HttpResponse response) {
    response.route = route;
    return response;
  };
  if (route == kBegin || route == kToday) {
    if (head.method != Method::kPost) return std::nullopt;
    HttpResponse wrong = TextResponse(405, "Not with this method.");
    wrong.headers.emplace_back("Allow", "GET, HEAD");
    return refused(std::move(wrong));
  }
  if (head.method != Method::kPost) return refused(SeeOther(kToday));
  if (!IsForm(head.Header("content-type"))) {
    return refused(TextResponse(415, "Send application/x-www-form-urlencoded."));
  }
  if (!IsFromHere(head)) {
    return refused(TextResponse(403, "This form must be sent from its own page."));
  }
  return std::nullopt;
}

Look CheckInDesk::LookFor(const HttpRequest& request, const Form& chosen) const {
  const Texts* texts = TextsIn(FieldOf(chosen, "lang"));
  if (texts == nullptr) texts = TextsIn(CookieOf(request, kLanguageCookie));
  const auto code = CodeOfCookie(request);
  return {.texts = texts != nullptr ? *texts : TextsFor(request.Header("accept-language")),
          .contact = contact_,
          .link = code ? DigestOfCase(code->name) : std::string()};
}

void CheckInDesk::Answer(const HttpRequest& request, Respond respond) const {
  const auto routed = [route = RouteOf(request.path),
                       respond = std::move(respond)](HttpResponse response) {
    response.route = route;
    respond(std::move(response));
  };
  auto form =
      ParseForm(request.method == Method::kPost ? request.body : request.query, kMostCheckInFields);
  const Look look = LookFor(request, form.value_or(Form()));
  if (!form && request.method == Method::kPost) {
    return routed(ObstaclePage(look, Obstacle::kStale, 400));
  }
  if (request.path == kToday) return Today(request, look, routed);
  if (request.path == kOpen) return Open(look, *form, routed);
  if (request.path == kSend) return Send(request, *std::move(form), routed);
  if (request.path == kForget) {
    return routed(WithCookie(ForgottenPage(look), ForgetCookie(kCodeCookie)));
  }
  routed(WithChosenLanguage(CodePage(look, false), look, form.value_or(Form())));
}

void CheckInDesk::ReadForm(const client::LinkCode& code, const Look& look, FormTaken taken) const {
  v1::GetCheckInFormRequest request;
  request.set_name(code.name);
  request.set_language_code(std::string(look.texts.language()));
  call_(kFormMethod, request.SerializeAsString(), code.token, limits_.call_time,
        [taken = std::move(taken)](const absl::StatusOr<std::string>& bytes) {
          if (!bytes.ok()) return taken(bytes.status());
          v1::CheckInForm form;
          if (!form.ParseFromString(*bytes)) {
            return taken(absl::InternalError("the form cannot be read"));
          }
          taken(std::move(form));
        });
}

void CheckInDesk::Open(Look look, const Form& form, Respond respond) const {
  const auto code = client::ParseLinkCode(FieldOf(form, "code"));
  if (!code) return respond(CodePage(look, true));
  look.link = DigestOfCase(code->name);
  ReadForm(*code, look,
           [look, code = code->str(),
            respond = std::move(respond)](const absl::StatusOr<v1::CheckInForm>& read) {
             if (!read.ok() && IsRefusal(read.status()))
               return respond(NoForm(look, read.status()));
             // Also when nobody knows whether it is good: what is told next must not go to the
             // link that the phone kept before, which may be another patient's.
             respond(WithCookie(read.ok() ? SeeOther(kToday) : NoForm(look, read.status()),
                                SetCookie(kCodeCookie, code, kKeptFor)));
           });
}

void CheckInDesk::Today(const HttpRequest& request, const Look& look, Respond respond) const {
  const auto code = CodeOfCookie(request);
  if (!code) return respond(SeeOther(kBegin));
  const Form chosen = ParseForm(request.query).value_or(Form());
  const bool change = !FieldOf(chosen, "change").empty();
  const bool second = !FieldOf(chosen, "second").empty();
  // Made here and not when it is sent, so that a form that is sent twice counts once.
  CheckInEntry entry{.form = {}, .request_id = request_ids_(), .link = DigestOfCase(code->name)};
  ReadForm(*code, look,
           [look, change, second, chosen, entry = std::move(entry),
            respond = std::move(respond)](const absl::StatusOr<v1::CheckInForm>& read) mutable {
             if (!read.ok()) return respond(NoForm(look, read.status()));
             HttpResponse page;
             if (read->has_todays_check_in() && !change && !second) {
               page = ToldPage(look, *read);
             } else {
               Begin(*read, change, entry);
               entry.second = second && read->has_todays_check_in();
               page = FormPage(look, entry);
             }
             respond(WithChosenLanguage(std::move(page), look, chosen));
           });
}

void CheckInDesk::Send(const HttpRequest& request, Form form, Respond respond) const {
  const Look look = LookFor(request, form);
  const auto code = CodeOfCookie(request);
  if (!code) return respond(ObstaclePage(look, Obstacle::kGone, 401));
  const auto asked_for = UnpackForm(Taken(form, "form"));
  if (!asked_for) return respond(ObstaclePage(look, Obstacle::kStale, 400));
  Asked asked{.look = look, .code = *code, .entry = {.form = *asked_for}, .call = {}};
  CheckInEntry& entry = asked.entry;
  entry.request_id = Taken(form, "request_id");
  entry.link = Taken(form, "link");
  entry.second = !Taken(form, "second").empty();
  const std::string asked_list = Taken(form, "asked");
  const std::string occurred = Taken(form, "occurred");
  Taken(form, "lang");
  entry.values = std::move(form);
  if (asked_list == "none") entry.values["none"] = "1";
  // Answers of one patient, kept on a phone, are not sent with the link of another; with a new link
  // of her own they are.
  if (entry.link != DigestOfCase(code->name)) {
    return respond(ObstaclePage(look, Obstacle::kOther, 403));
  }
  Problems problems;
  const auto answers = AnswersOf(entry, look.texts, problems);
  if (!answers) return respond(ObstaclePage(look, Obstacle::kStale, 400));
  if (!problems.empty()) return respond(FormPage(look, entry, problems));
  if (LeavesTheListOut(entry) && asked_list.empty())
    return respond(FormPage(look, entry, {}, true));
  asked.call = CallFor(code->name, entry, *answers, occurred, look.texts);
  Record(asked, std::move(respond));
}

void CheckInDesk::Record(const Asked& asked, Respond respond) const {
  call_(asked.call.method, asked.call.request, asked.code.token, limits_.call_time,
        [this, asked, respond = std::move(respond)](const absl::StatusOr<std::string>& bytes) {
          if (!bytes.ok()) return Refused(asked, bytes.status(), respond);
          Tell(asked, *bytes, respond);
        });
}

void CheckInDesk::Refused(const Asked& asked, const absl::Status& problem,
                          const Respond& respond) const {
  const Look& look = asked.look;
  if (asked.call.occurred &&
      (IsAboutTheTime(problem) || ReasonOf(problem) == v1::ERROR_REASON_REQUEST_ID_REUSED)) {
    // The phone's clock is wrong: then the server's counts. Or it arrived before, when it was sent
    // at once and without a time.
    Asked again = asked;
    again.call = WithoutTime(asked.call);
    return Record(again, respond);
  }
  switch (ReasonOf(problem)) {
    case v1::ERROR_REASON_REQUEST_ID_REUSED:
      return respond(ObstaclePage(look, Obstacle::kKept, 409));
    case v1::ERROR_REASON_STATE_FORBIDS:
      return respond(ObstaclePage(look, Obstacle::kClosed, 409));
    case v1::ERROR_REASON_ETAG_MISMATCH:
      return respond(ObstaclePage(look, Obstacle::kChanged, 409));
    default:
      break;
  }
  if (IsRefusal(problem)) return respond(Gone(look, HttpStatusOf(problem.code())));
  if (problem.code() == absl::StatusCode::kInvalidArgument) {
    return respond(FormPage(look, asked.entry, ProblemsOf(problem, asked.call, look.texts)));
  }
  respond(NotSentPage(look, asked.entry));
}

void CheckInDesk::Tell(const Asked& asked, const std::string& bytes, Respond respond) const {
  v1::RecordCheckInResponse recorded;
  recorded.ParseFromString(bytes);
  // The week as it is now. It was recorded in any case, whether or not this can be read.
  ReadForm(asked.code, asked.look,
           [look = asked.look, advice = recorded.advice(),
            respond = std::move(respond)](const absl::StatusOr<v1::CheckInForm>& form) {
             respond(SentPage(look, advice, form.ok() ? &*form : nullptr));
           });
}

}  // namespace midstance::gateway
