#include "clients/gateway/check_in_pages.h"

#include <absl/strings/str_replace.h>

#include <algorithm>

#include "clients/gateway/html.h"
#include "clients/gateway/packed_form.h"

namespace midstance::gateway {
namespace {

std::string LanguagesHtml(const Look& look, std::string_view path) {
  std::string html = "<nav" + Attribute("aria-label", look.texts.Get("lang.choose")) + ">";
  for (const Texts& texts : AllTexts()) {
    const std::string language(texts.language());
    if (&texts == &look.texts) continue;
    std::string address(path);
    address.append("?lang=").append(language);
    html += "<a" + Attribute("href", address) + Attribute("lang", language) + ">" +
            Escaped(texts.Get("lang.name")) + "</a> ";
  }
  return html + "</nav>\n";
}

std::string ForgetHtml(const Look& look) {
  return "<form id=forget method=post action=/check-in/forget" +
         Attribute("data-unsent", look.texts.Get("forget.unsent")) + ">\n<button>" +
         Escaped(look.texts.Get("forget.button")) + "</button>\n</form>\n";
}

// Where the script says what becomes of the answers that are kept on the phone, on whatever page.
std::string StatusHtml(const Look& look) {
  std::string html = "<div id=status role=status";
  for (const char* const word : {"saved", "danger", "sent", "refused", "seen", "sending"}) {
    html += Attribute(std::string("data-") + word, look.texts.Get(std::string("queue.") + word));
  }
  if (!look.link.empty()) html += Attribute("data-link", look.link);
  return html + Attribute("data-send", look.texts.Get("form.send")) + "></div>\n";
}

std::string LinkHtml(std::string_view id, std::string_view address, std::string_view text) {
  return "<p><a class=button" + Attribute("id", id) + Attribute("href", address) + ">" +
         Escaped(text) + "</a></p>\n";
}

std::string CallHtml(const Look& look, std::string_view key, const std::string& number) {
  if (number.empty()) return {};
  std::string dialed = number;
  dialed.erase(std::remove_if(dialed.begin(), dialed.end(),
                              [](char c) { return c != '+' && (c < '0' || c > '9'); }),
               dialed.end());
  return "<a class=button href=\"tel:" + dialed + "\">" +
         absl::StrReplaceAll(Escaped(look.texts.Get(key)),
                             {{"{}", "<span class=phone>" + Escaped(number) + "</span>"}}) +
         "</a>\n";
}

// Of which form a draft is, for the script: the same in every language.
std::string DraftOf(const CheckInEntry& entry) {
  std::string_view kind;
  if (entry.form.has_todays_check_in()) kind = "c";
  if (entry.second) kind = "s";
  return entry.form.today().date() + std::string(kind);
}

std::string HoldHtml(const Texts& texts, bool hold) {
  return "<p id=hold" + std::string(hold ? " class=held" : "") + "><strong>" +
         Escaped(texts.Get(hold ? "sent.hold" : "sent.go")) + "</strong></p>\n";
}

// Under the form, whatever came of it: one form for a first try and every other.
HttpResponse FormPageWith(const Look& look, const CheckInEntry& entry, int status,
                          const std::string& above, const Problems& problems, bool ask_list) {
  const Texts& texts = look.texts;
  const bool changes = entry.form.has_todays_check_in();
  std::string html = above;
  html +=
      "<form id=check-in-form method=post action=/check-in/send "
      "autocomplete=off novalidate" +
      Attribute("data-unsent", texts.Get("safety.unsent")) + Attribute("data-day", DraftOf(entry)) +
      ">\n" + Hidden("link", entry.link) + Hidden("request_id", entry.request_id) +
      Hidden("form", PackForm(entry.form)) + Hidden("lang", texts.language());
  if (entry.second) html += Hidden("second", "1");
  html += QuestionsHtml(look, entry, problems);
  html += SafetyHtml(look, entry.form.safety()) + "<button id=send>" +
          Escaped(texts.Get("form.send")) + "</button>\n" +
          AskListHtml(texts, entry.form, ask_list) + "</form>\n";
  if (!changes && !entry.second) html += LanguagesHtml(look, "/check-in/today");
  html += ForgetHtml(look);
  std::string_view heading = texts.Get("form.title");
  if (changes) heading = texts.Get("form.change");
  if (entry.second) heading = texts.Get("form.second");
  return CheckInPage(look, status, "form-page", heading, html);
}

std::string_view BeginningOf(Obstacle obstacle) {
  switch (obstacle) {
    case Obstacle::kGone:
      return "gone";
    case Obstacle::kDown:
      return "down";
    case Obstacle::kOther:
      return "other";
    case Obstacle::kStale:
      return "stale";
    case Obstacle::kClosed:
      return "closed";
    case Obstacle::kChanged:
      return "changed";
    default:
      return "kept";
  }
}

}  // namespace

HttpResponse CheckInPage(const Look& look, int status, std::string_view id,
                         std::string_view heading, const std::string& content) {
  return {.status = status,
          .content_type = "text/html; charset=utf-8",
          .body = "<!doctype html>\n<html" + Attribute("lang", look.texts.language()) +
                  Attribute("dir", look.texts.Get("lang.dir")) +
                  ">\n<head>\n<meta charset=utf-8>\n"
                  "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n<title>" +
                  Escaped(look.texts.Get("title")) +
                  "</title>\n<link rel=stylesheet href=/check-in/page.css>\n"
                  "<link rel=icon href=/check-in/icon.svg>\n"
                  "<script type=module src=/check-in/page.js></script>\n</head>\n<body>\n"
                  "<main" +
                  Attribute("id", id) + ">\n<h1 tabindex=-1>" + Escaped(heading) + "</h1>\n" +
                  StatusHtml(look) + content + "</main>\n</body>\n</html>\n"};
}

std::string PhonesHtml(const Look& look) {
  const std::string calls = CallHtml(look, "phone.clinic", look.contact.clinic_phone) +
                            CallHtml(look, "phone.emergency", look.contact.emergency_number);
  if (calls.empty()) return Paragraph(look.texts.Get("phone.none"));
  return "<p class=phones>\n" + calls + "</p>\n";
}

std::string SafetyHtml(const Look& look, const v1::SafetyText& safety) {
  return "<section id=safety>\n<h2>" + Escaped(look.texts.Get("safety.title")) + "</h2>\n<p" +
         (safety.language() == look.texts.language() ? std::string()
                                                     : Attribute("lang", safety.language())) +
         " class=words>" + Escaped(safety.text()) + "</p>\n" + PhonesHtml(look) + "</section>\n";
}

HttpResponse CodePage(const Look& look, bool wrong) {
  const Texts& texts = look.texts;
  std::string html;
  if (wrong) {
    html += "<div id=problems role=alert tabindex=-1><p id=e-code>" +
            Escaped(texts.Get("code.wrong")) + "</p></div>\n";
  }
  html += Paragraph(texts.Get("code.ask")) +
          "<form id=code-form method=post action=/check-in/open>\n<label>" +
          Escaped(texts.Get("code.label")) +
          "\n<input id=code name=code required maxlength=900 autocomplete=off "
          "autocapitalize=off spellcheck=false" +
          (wrong ? " aria-invalid=true aria-describedby=e-code" : "") + "></label>\n<button>" +
          Escaped(texts.Get("code.open")) + "</button>\n</form>\n" +
          "<p><a id=continue href=/check-in/today>" + Escaped(texts.Get("code.continue")) +
          "</a></p>\n" + PhonesHtml(look) + LanguagesHtml(look, "/check-in");
  return CheckInPage(look, wrong ? 400 : 200, "code-page", texts.Get("title"), html);
}

HttpResponse FormPage(const Look& look, const CheckInEntry& entry, const Problems& problems,
                      bool ask_list) {
  std::string above;
  if (!problems.empty()) {
    above = "<div id=problems role=alert tabindex=-1>\n<p>" +
            Escaped(look.texts.Get("problem.title")) + "</p>\n<ul>\n";
    for (const auto& [field, problem] : problems) {
      const std::string text = Escaped(problem);
      above += field.empty() ? "<li>" + text + "</li>\n"
                             : "<li><a href=\"#" + Escaped(field) + "\">" + text + "</a></li>\n";
    }
    above += "</ul>\n</div>\n";
  }
  return FormPageWith(look, entry, problems.empty() ? 200 : 400, above, problems, ask_list);
}

HttpResponse NotSentPage(const Look& look, const CheckInEntry& entry) {
  return FormPageWith(look, entry, 503,
                      "<div id=problems role=alert tabindex=-1>\n" +
                          Paragraph(look.texts.Get("problem.down")) + PhonesHtml(look) + "</div>\n",
                      {}, false);
}

HttpResponse ToldPage(const Look& look, const v1::CheckInForm& form) {
  const Texts& texts = look.texts;
  return CheckInPage(look, 200, "told-page", texts.Get("told.title"),
                     Paragraph(texts.Get("told.text")) +
                         (form.running_on_hold() ? HoldHtml(texts, true) : std::string()) +
                         LinkHtml("change", "/check-in/today?change=1", texts.Get("told.change")) +
                         LinkHtml("second", "/check-in/today?second=1", texts.Get("told.second")) +
                         WeekHtml(look, form) + SafetyHtml(look, form.safety()) +
                         LanguagesHtml(look, "/check-in/today") + ForgetHtml(look));
}

HttpResponse SentPage(const Look& look, const v1::Advice& advice, const v1::CheckInForm* form) {
  const Texts& texts = look.texts;
  std::string html = "<p id=advice class=words>" + Escaped(advice.text()) + "</p>\n" +
                     HoldHtml(texts, advice.running_on_hold());
  html += SafetyHtml(look, advice.safety());
  if (form != nullptr) html += WeekHtml(look, *form);
  html += Paragraph(texts.Get("sent.close")) +
          LinkHtml("change", "/check-in/today?change=1", texts.Get("told.change")) +
          ForgetHtml(look);
  return CheckInPage(look, 200, "sent-page", texts.Get("sent.title"), html);
}

HttpResponse ForgottenPage(const Look& look) {
  return CheckInPage(look, 200, "forgotten-page", look.texts.Get("title"),
                     Paragraph(look.texts.Get("forget.done")) + PhonesHtml(look));
}

HttpResponse ObstaclePage(const Look& look, Obstacle obstacle, int status) {
  const Texts& texts = look.texts;
  const std::string key(BeginningOf(obstacle));
  std::string html = Paragraph(texts.Get(key + ".text")) + PhonesHtml(look);
  if (obstacle == Obstacle::kDown || obstacle == Obstacle::kStale) {
    html += LinkHtml("again", "/check-in/today", texts.Get("down.again"));
  }
  if (obstacle == Obstacle::kKept || obstacle == Obstacle::kChanged) {
    html += LinkHtml("change", "/check-in/today?change=1", texts.Get("told.change"));
  }
  return CheckInPage(look, status, key + "-page", texts.Get(key + ".title"), html);
}

}  // namespace midstance::gateway
