#include "clients/gateway/reply_pages.h"

#include <absl/strings/ascii.h>
#include <absl/time/time.h>

#include "clients/core/words.h"
#include "clients/gateway/connect.h"
#include "clients/gateway/form.h"
#include "clients/gateway/html.h"
#include "support/status.h"

namespace midstance::gateway {
namespace {

using Given = v1::Referral;

struct Choice {
  Given::Answer answer;
  std::string_view label;
};
constexpr Choice kChoices[] = {
    {Given::ANSWER_CONFIRMED,
     "I saw the patient. What was suspected is there, or something as serious."},
    {Given::ANSWER_OTHER_FINDING, "I saw the patient. It is something else (please say what)."},
    {Given::ANSWER_NOTHING_FOUND, "I saw the patient. Nothing was found."},
    {Given::ANSWER_ACCEPTED, "I expect the patient. I will tell you more after the visit."},
    {Given::ANSWER_MORE_NEEDED, "I need to know more first (please say what)."},
    {Given::ANSWER_DECLINED, "I cannot take the patient (please say why, and where else to ask)."},
};

HttpResponse PageOf(int status, std::string_view title, const std::string& content) {
  const std::string heading(title);
  return {.status = status,
          .content_type = "text/html; charset=utf-8",
          .body =
              "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
              "<title>" +
              heading +
              "</title>\n"
              "<link rel=\"stylesheet\" href=\"/site.css\">\n</head>\n<body>\n<main>\n<h1>" +
              heading + "</h1>\n" + content + "</main>\n</body>\n</html>\n"};
}

std::string FormHtml(const ReplyForm& form) {
  const auto& request = form.request;
  std::string html = "<form method=\"post\" action=\"/reply/answer\">\n" +
                     Hidden("code", form.code) + Hidden("request_id", request.request_id()) +
                     Hidden("accepted", form.accepted ? "1" : "") +
                     "<fieldset>\n<legend>Your answer</legend>\n";
  for (const auto& [answer, label] : kChoices) {
    if (form.accepted && answer == Given::ANSWER_ACCEPTED) continue;
    html += "<label class=\"choice\"><input type=\"radio\" name=\"answer\" value=\"" +
            std::to_string(answer) + "\" required" +
            (request.answer() == answer ? " checked" : "") + "> " + std::string(label) +
            "</label>\n";
  }
  return html +
         "</fieldset>\n<label>In your words\n<textarea name=\"text\" rows=\"8\" "
         "maxlength=\"4000\">\n" +
         Escaped(request.text()) +
         "</textarea></label>\n<label>Your name, and where you work\n"
         "<input name=\"name\" required maxlength=\"200\" autocomplete=\"name\" value=\"" +
         Escaped(request.answered_by()) +
         "\"></label>\n<button type=\"submit\">Send the answer</button>\n</form>\n";
}

// "24 January 2027": the last whole day, wherever the reader is.
std::string DayBefore(const google::protobuf::Timestamp& end) {
  return absl::FormatTime("%-d %B %Y", absl::FromUnixSeconds(end.seconds()) - absl::Hours(24),
                          absl::UTCTimeZone());
}

std::string_view LabelOf(std::string_view field) {
  if (field == "text") return "In your words";
  if (field == "answered_by") return "Your name";
  return field == "answer" ? "Your answer" : "This page";
}

}  // namespace

HttpResponse LetterPage(const v1::ReferralForReply& letter, const ReplyForm& form) {
  return PageOf(
      200, "A letter for you",
      Paragraph("From " + letter.clinic() + ": " +
                absl::AsciiStrToLower(client::Word(letter.urgency())) +
                ". This link takes an answer until " + DayBefore(letter.expire_time()) + ".") +
          (letter.question().empty() ? std::string()
                                     : "<h2>What is asked</h2>\n<p class=\"words\">" +
                                           Escaped(letter.question()) + "</p>\n") +
          "<h2>The letter</h2>\n<div class=\"letter\" tabindex=\"0\">" + Escaped(letter.content()) +
          "</div>\n<h2>Your answer</h2>\n" + FormHtml(form));
}

HttpResponse AnswerAgainPage(const ReplyForm& form, const absl::Status& problem) {
  std::string what;
  if (const auto fields = BadRequestOf(problem)) {
    for (const auto& field : fields->field_violations()) {
      what += "<li>" + std::string(LabelOf(field.field())) + ": " + Escaped(field.description()) +
              "</li>\n";
    }
    what =
        "<div role=\"alert\"><p>The answer was not kept yet:</p>\n<ul>\n" + what + "</ul></div>\n";
  } else {
    what =
        "<div role=\"alert\"><p>The clinic could not be reached, and we do not know whether your "
        "answer arrived. Please send it again: it counts once. If that does not help, call the "
        "clinic.</p></div>\n";
  }
  return PageOf(HttpStatusOf(problem.code()), "Please look at your answer again",
                what + FormHtml(form));
}

HttpResponse ThanksPage(std::string_view code) {
  std::string html = Paragraph("Thank you. The clinic has your answer.");
  if (!code.empty()) {
    html +=
        Paragraph(
            "When you have seen the patient, please tell what came of it with this new code. It "
            "is shown here only:") +
        "<p class=\"code\">" + Escaped(code) +
        "</p>\n<form method=\"post\" action=\"/reply/letter\">\n" + Hidden("code", code) +
        "<button type=\"submit\">Tell more now</button>\n</form>\n";
  } else {
    html += Paragraph("You can close this page.");
  }
  return PageOf(200, "Thank you", html);
}

HttpResponse NoLetterPage(const absl::Status& problem) {
  if (ReasonOf(problem) == v1::ERROR_REASON_REQUEST_ID_REUSED) {
    return PageOf(409, "Your first answer is kept",
                  Paragraph("The clinic has it. To change it, please call the clinic."));
  }
  switch (problem.code()) {
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kNotFound:
      return PageOf(
          403, "This link does not work any more",
          Paragraph("It was used, its time is over, or a newer one took its place. Please "
                    "call the clinic that sent you the letter."));
    case absl::StatusCode::kInvalidArgument:
      return PageOf(
          400, "This is not the whole code",
          Paragraph("Please open the link from the letter again, or copy the whole code.") +
              "<p><a href=\"/reply\">Try again</a></p>\n");
    default:
      return PageOf(HttpStatusOf(problem.code()), "The clinic cannot be reached",
                    Paragraph("Please try again in a minute, or call the clinic that sent you the "
                              "letter.") +
                        "<p><a href=\"/reply\">Try again</a></p>\n");
  }
}

bool MayTryAgain(const absl::Status& problem) {
  switch (problem.code()) {
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kNotFound:
      return false;
    case absl::StatusCode::kInvalidArgument:
      return BadRequestOf(problem).has_value();
    default:
      return true;
  }
}

}  // namespace midstance::gateway
