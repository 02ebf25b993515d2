// The questions of the form.
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "clients/checkin/gates.h"
#include "clients/gateway/check_in_pages.h"
#include "clients/gateway/html.h"

namespace midstance::gateway {
namespace {

using v1::Question;

// A number with few whole steps is chosen by a tap.
constexpr double kMostSteps = 10;
constexpr double kPainScale = 10;

std::string SpacedWord(std::string word) {
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

bool IsScale(const Question& question) {
  return question.kind() == Question::KIND_NUMBER && question.has_lower() && question.has_upper() &&
         question.upper() - question.lower() <= kMostSteps &&
         question.upper() >= question.lower() && std::floor(question.lower()) == question.lower() &&
         std::floor(question.upper()) == question.upper();
}

bool IsTyped(const Question& question) {
  return question.kind() == Question::KIND_NUMBER && !IsScale(question);
}

class QuestionWriter {
 public:
  QuestionWriter(const Look& look, const CheckInEntry& entry, const Problems& problems)
      : texts_(look.texts),
        form_(entry.form),
        values_(entry.values),
        problems_(problems),
        words_differ_(!form_.language_code().empty() &&
                      form_.language_code() != texts_.language()) {
    const auto& questions = form_.questions();
    many_places_ = std::any_of(questions.begin(), questions.end(), [&](const Question& one) {
      return one.has_site() && !checkin::SameSite(one.site(), FirstSite());
    });
  }

  // What is asked always and by itself, each with what hangs on it.
  std::string Alone() const {
    std::string html;
    for (int i = 0; i < form_.questions_size(); ++i) {
      if (IsTick(form_.questions(i)) || checkin::GateOf(form_, i)) continue;
      html += Asked(i);
    }
    return html;
  }
  std::string Ticks() const {
    std::string html;
    for (int i = 0; i < form_.questions_size(); ++i) {
      if (IsTick(form_.questions(i)) && !checkin::GateOf(form_, i)) html += Tick(i);
    }
    return html;
  }

 private:
  const v1::Site& FirstSite() const {
    for (const auto& question : form_.questions()) {
      if (question.has_site()) return question.site();
    }
    return v1::Site::default_instance();
  }
  std::string Lang() const {
    return words_differ_ ? Attribute("lang", form_.language_code()) : std::string();
  }
  // With its place where the form asks of several.
  std::string Titled(const Question& question, const std::string& text) const {
    if (!many_places_ || !question.has_site()) return text;
    const auto& site = question.site();
    return absl::StrCat(text, " (",
                        std::string(texts_.Get(absl::StrCat("area.", int{site.area()}))), ", ",
                        std::string(texts_.Get(absl::StrCat("side.", int{site.side()}))), ")");
  }
  std::string Named(const Question& question, const std::string& text) const {
    return Escaped(Titled(question, text));
  }
  // For the script: which choice says that it is not so, and beside which answer to warn.
  static std::string Data(const Question& question) {
    return (question.choices_size() > 0 ? Attribute("data-no", question.choices(0)) : "") +
           (question.shows_safety() ? " data-stop" : "");
  }
  std::string Radio(const std::string& field, const std::string& value,
                    std::string_view label) const {
    return "<label><input type=radio" + Attribute("name", field) + Attribute("value", value) +
           (FieldOf(values_, field) == value ? " checked>" : ">") + Escaped(label) + "</label>";
  }

  // The fields for a value, without their frame; `positive` when 0 is said in another way.
  std::string Fields(const Question& question, bool positive) const {
    const std::string field = "q-" + KeyOf(question);
    if (IsTyped(question)) return Number(question, field);
    if (IsScale(question)) return Scale(question, field, positive);
    std::string html = "<div class=choices>";
    if (question.kind() == Question::KIND_FLAG) {
      for (const char* const answer : {"yes", "no", "unsure"}) {
        html += Radio(field, answer, texts_.Get(std::string("answer.") + answer));
      }
    }
    for (int i = positive ? 1 : 0; i < question.choices_size(); ++i) {
      html += Radio(field, question.choices(i),
                    i < question.choice_texts_size() ? question.choice_texts(i)
                                                     : SpacedWord(question.choices(i)));
    }
    return html + "</div>\n";
  }
  std::string Scale(const Question& question, const std::string& field, bool positive) const {
    const int first = static_cast<int>(question.lower());
    const int last = static_cast<int>(question.upper());
    const int from = positive && first == 0 ? 1 : first;
    std::string html = "<div class=scale>";
    for (int number = from; number <= last; ++number) {
      html += Radio(field, std::to_string(number), std::to_string(number));
    }
    html += "</div>\n";
    if (question.unit().empty() && first == 0 && question.upper() == kPainScale) {
      html += "<p class=ends" + (words_differ_ ? Attribute("lang", texts_.language()) : "") +
              "><span>" + std::to_string(from) + " " +
              (from == 0 ? Escaped(texts_.Get("scale.from")) : "") + "</span> <span>" +
              std::to_string(last) + " " + Escaped(texts_.Get("scale.to")) + "</span></p>\n";
    }
    return html;
  }
  std::string Number(const Question& question, const std::string& field) const {
    const std::string& unit = question.unit_text().empty() ? question.unit() : question.unit_text();
    return "<label class=number>" + NumberInput(values_, problems_, field) +
           (unit.empty() ? Attribute("aria-label", Titled(question, question.text())) : "") + "> " +
           Escaped(unit) + "</label>\n";
  }
  std::string Framed(const Question& question, bool positive) const {
    const std::string field = "q-" + KeyOf(question);
    return "<fieldset" + Lang() + Attribute("id", field) + Data(question) +
           (IsTyped(question) ? "" : DescribedBy(problems_, field, true)) + "><legend>" +
           Named(question, question.text()) + "</legend>" + ProblemHtml(problems_, field) +
           Fields(question, positive) + "</fieldset>\n";
  }
  std::string Asked(int index) const {
    const Question& question = form_.questions(index);
    return Framed(question, false) + Following(index, "");
  }
  // What is asked only when the question's answer is so; `first` goes before it.
  std::string Following(int index, const std::string& first) const {
    std::string html = first;
    for (int i = 0; i < form_.questions_size(); ++i) {
      if (checkin::GateOf(form_, i) != index) continue;
      html += IsTick(form_.questions(i)) ? Tick(i) : Asked(i);
    }
    if (html.empty()) return html;
    return "<div class=follow>" + html + "</div>\n";
  }
  std::string Tick(int index) const {
    const Question& question = form_.questions(index);
    const std::string key = KeyOf(question);
    const bool flag = question.kind() == Question::KIND_FLAG;
    const std::string field = (flag ? "q-" : "t-") + key;
    const bool ticked = !FieldOf(values_, field).empty() && FieldOf(values_, field) != "no";
    const std::string missing = "t-" + key;
    const bool is_missed = problems_.count(missing) > 0;
    std::string html =
        "<div class=tick" + Lang() + Attribute("id", "tick-" + key) +
        (flag ? Data(question) : std::string()) + "><label>" + "<input type=checkbox" +
        Attribute("name", field) + Attribute("value", flag ? "yes" : "1") +
        (is_missed ? Attribute("id", missing) : "") + DescribedBy(problems_, missing) +
        (ticked ? " checked> " : "> ") + Named(question, question.tick_text()) + "</label>\n" +
        ProblemHtml(problems_, missing);
    for (const char* const before : {"n-", "u-", "c-"}) {
      if (!FieldOf(values_, before + key).empty()) html += Hidden(before + key, "1");
    }
    if (is_missed) html += Hidden("c-" + key, "1");
    return html + Following(index, flag ? std::string() : Framed(question, true)) + "</div>\n";
  }

  const Texts& texts_;
  const v1::CheckInForm& form_;
  const Form& values_;
  const Problems& problems_;
  const bool words_differ_;
  bool many_places_ = false;
};

std::string ListHtml(const Look& look, const CheckInEntry& entry, const std::string& ticks) {
  const Texts& texts = look.texts;
  const bool none = !FieldOf(entry.values, "none").empty();
  return "<fieldset id=list><legend>" + Escaped(texts.Get("list.title")) + "</legend>" + ticks +
         "<label class=wide><input type=checkbox id=none name=none "
         "value=1" +
         (none ? " checked> " : "> ") + Escaped(texts.Get("list.none")) + "</label>\n</fieldset>\n";
}

std::string NoteHtml(const Look& look, const CheckInEntry& entry, const Problems& problems) {
  const std::string_view note = FieldOf(entry.values, "note");
  return "<details id=note-part" + std::string(note.empty() ? "" : " open") + ">\n<summary>" +
         Escaped(look.texts.Get("form.note")) + "</summary>\n<label>" +
         Escaped(look.texts.Get("form.note_label")) +
         "\n<textarea id=note name=note rows=4 maxlength=500" + DescribedBy(problems, "note") +
         ">\n" + Escaped(note) + "</textarea></label>\n" + ProblemHtml(problems, "note") +
         "</details>\n";
}

}  // namespace

std::string ProblemHtml(const Problems& problems, const std::string& field) {
  const auto found = problems.find(field);
  if (found == problems.end()) return {};
  return "<p class=error" + Attribute("id", "e-" + field) + ">" + Escaped(found->second) + "</p>\n";
}

std::string DescribedBy(const Problems& problems, const std::string& field, bool group) {
  if (problems.count(field) == 0) return {};
  // Of several the first gets the focus.
  return (group ? " tabindex=-1 autofocus" : " aria-invalid=true autofocus") +
         Attribute("aria-describedby", "e-" + field);
}

std::string NumberInput(const Form& values, const Problems& problems, const std::string& field) {
  return "<input inputmode=decimal maxlength=12" + Attribute("name", field) +
         Attribute("value", FieldOf(values, field)) + DescribedBy(problems, field);
}

std::string AskListHtml(const Texts& texts, const v1::CheckInForm& form, bool ask_list) {
  const auto& all = form.questions();
  if (std::none_of(all.begin(), all.end(), IsTick)) return {};
  return "<div id=ask-list role=alert tabindex=-1" +
         std::string(ask_list ? " autofocus" : " hidden") + ">\n" +
         Paragraph(texts.Get("list.ask")) + "<button id=ask-none name=asked value=none>" +
         Escaped(texts.Get("list.ask_none")) +
         "</button>\n<button id=ask-send name=asked value=1>" +
         Escaped(texts.Get("list.ask_send")) + "</button>\n</div>\n";
}

std::string QuestionsHtml(const Look& look, const CheckInEntry& entry, const Problems& problems) {
  Problems ignored;
  const auto answers = AnswersOf(entry, look.texts, ignored);
  const QuestionWriter questions(look, entry, problems);
  std::string html =
      questions.Alone() +
      TrainingHtml(look, entry, answers.value_or(checkin::Blank(entry.form)), problems);
  const std::string ticks = questions.Ticks();
  if (!ticks.empty()) html += ListHtml(look, entry, ticks);
  return html + NoteHtml(look, entry, problems);
}

}  // namespace midstance::gateway
