// The day's exercises and run in the form, and the week behind it.
#include <absl/strings/str_cat.h>

#include <algorithm>

#include "clients/gateway/check_in_pages.h"
#include "clients/gateway/html.h"

namespace midstance::gateway {
namespace {

std::string ExerciseTitle(const v1::PlannedExercise& exercise, const Texts& texts) {
  std::string title = exercise.title();
  if (title.empty()) {
    title = exercise.exercise().substr(exercise.exercise().rfind('/') + 1);
    std::replace(title.begin(), title.end(), '-', ' ');
  }
  if (exercise.side() != v1::SIDE_UNSPECIFIED) {
    absl::StrAppend(&title, " (",
                    std::string(texts.Get(absl::StrCat("side.", int{exercise.side()}))), ")");
  }
  return title;
}

// "3 x 12 light band", with the cue.
std::string HowMuch(const v1::PlannedExercise& exercise) {
  const auto& dose = exercise.dose();
  std::string text;
  if (dose.has_sets()) absl::StrAppend(&text, dose.sets(), " \u00d7 ");
  if (dose.has_reps()) absl::StrAppend(&text, dose.reps());
  if (dose.has_seconds()) absl::StrAppend(&text, dose.seconds(), " s");
  if (text.empty() || (!dose.has_reps() && !dose.has_seconds())) text.clear();
  if (dose.has_hold_seconds() && !text.empty()) {
    absl::StrAppend(&text, " \u00d7 ", dose.hold_seconds(), " s");
  }
  for (const std::string& more : {dose.load(), exercise.note()}) {
    if (!more.empty()) absl::StrAppend(&text, text.empty() ? "" : ". ", more);
  }
  return text;
}

std::string DoneRadios(const Texts& texts, const Form& values, const std::string& field) {
  std::string html = "<div class=choices>";
  for (const char* const word : {"done", "part", "skip"}) {
    html += "<label><input type=radio" + Attribute("name", field) + Attribute("value", word) +
            (FieldOf(values, field) == word ? " checked>" : ">") +
            Escaped(texts.Get(std::string("exercises.") + word)) + "</label>";
  }
  return html + "</div>\n";
}

std::string ExercisesHtml(const Look& look, const CheckInEntry& entry,
                          const checkin::Answers& answers) {
  const Texts& texts = look.texts;
  std::string html;
  int asked = 0;
  for (int i = 0; i < entry.form.today().exercises_size(); ++i) {
    const auto& exercise = entry.form.today().exercises(i);
    const std::string title = Escaped(ExerciseTitle(exercise, texts));
    if (checkin::AsksExercise(entry.form, answers, i)) {
      const std::string field = "x-" + KeyOf(exercise);
      const std::string how_much = HowMuch(exercise);
      html += "<fieldset" + Attribute("id", field) + "><legend>" + title + "</legend>" +
              (how_much.empty() ? "" : Paragraph(how_much)) +
              DoneRadios(texts, entry.values, field) + "</fieldset>\n";
      ++asked;
    } else if (exercise.held()) {
      html += "<p>" + title + ": " +
              Escaped(exercise.text().empty() ? texts.Get("exercises.held")
                                              : std::string_view(exercise.text())) +
              "</p>\n";
    }
  }
  if (html.empty()) return html;
  if (asked > 0) {
    html +=
        "<label class=wide><input type=checkbox id=all-done name=all-done "
        "value=1" +
        std::string(FieldOf(entry.values, "all-done").empty() ? "> " : " checked> ") +
        Escaped(texts.Get("exercises.all")) + "</label>\n";
  }
  return "<fieldset id=exercises><legend>" + Escaped(texts.Get("exercises.title")) + "</legend>" +
         html + "</fieldset>\n";
}

std::string RunNumber(const CheckInEntry& entry, const Problems& problems, const std::string& field,
                      std::string_view label) {
  return ProblemHtml(problems, field) + "<label class=number>" + Escaped(label) + ' ' +
         NumberInput(entry.values, problems, field) + Attribute("id", field) + "></label>\n";
}

std::string RunHtml(const Look& look, const CheckInEntry& entry, const Problems& problems) {
  const Texts& texts = look.texts;
  return "<fieldset id=run data-no=skip><legend>" + Escaped(texts.Get("run.title")) + "</legend>" +
         DoneRadios(texts, entry.values, "run") + "<div class=follow>\n" +
         RunNumber(entry, problems, "run-minutes", texts.Get("run.minutes")) +
         RunNumber(entry, problems, "run-km", texts.Get("run.km")) +
         RunNumber(entry, problems, "run-effort", texts.Get("run.effort")) +
         "</div>\n</fieldset>\n";
}

}  // namespace

std::string TrainingHtml(const Look& look, const CheckInEntry& entry,
                         const checkin::Answers& answers, const Problems& problems) {
  std::string html = ExercisesHtml(look, entry, answers);
  if (checkin::AsksRun(entry.form, answers)) html += RunHtml(look, entry, problems);
  return html;
}

// A day of rest is as much as asked for; nothing is counted against anybody.
std::string WeekHtml(const Look& look, const v1::CheckInForm& form) {
  const Texts& texts = look.texts;
  const auto& week = form.week().days();
  if (week.empty()) return {};
  int planned = 0;
  int done = 0;
  int told = 0;
  std::string rows;
  for (int i = 0; i < week.size(); ++i) {
    const auto& day = week[i];
    planned += day.exercises_planned() ? 1 : 0;
    done += day.exercises_planned() && day.exercises_done() ? 1 : 0;
    told += day.checked_in() ? 1 : 0;
  }
  for (int i = 0; i < week.size(); ++i) {
    const auto& day = week[i];
    std::string_view word = "week.open";
    if (day.exercises_done()) {
      word = "week.exercises";
    } else if (day.checked_in()) {
      word = "week.checked_in";
    } else if (day.date() > form.today().date()) {
      word = "week.coming";
    } else if (planned > 0 && !day.exercises_planned()) {
      word = "week.rest";
    }
    rows += "<li" + std::string(day.date() == form.today().date() ? " aria-current=date" : "") +
            "><b>" + Escaped(texts.Get(absl::StrCat("day.", i + 1))) + "</b> " +
            Escaped(texts.Get(word)) + "</li>\n";
  }
  const std::string count =
      planned > 0 ? texts.With("week.count", {std::to_string(done), std::to_string(planned)})
                  : texts.With("week.told", {std::to_string(told)});
  return "<section id=week>\n<h2>" + Escaped(texts.Get("week.title")) + "</h2>\n" +
         Paragraph(count) + "<ul>\n" + rows + "</ul>\n</section>\n";
}

}  // namespace midstance::gateway
