#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "midstance/v1/check_in.pb.h"

// The question flow of a check-in, the same in the terminal and on the phone: which questions are
// open, which is next, and what record the answers make. Values in, values out: it reads no clock,
// calls nobody and keeps nothing. A form whose questions say nothing of how they hang together
// (`asked_when`, `tick_text`) is asked question by question.
//
// Questions and exercises are named by their index in the form: `form.questions(i)`,
// `form.today().exercises(i)`. Every function takes the form that the answers were begun for.
namespace midstance::checkin {

// What she said to one question.
struct Answer {
  enum class Said : std::uint8_t {
    kNothing,  // not answered yet
    kLeftOut,  // asked and passed over; as unanswered, but not asked again
    kNotSure,  // a KIND_FLAG is then recorded as ANSWER_NOT_ASKED; of others nothing is recorded
    kTicked,   // a KIND_NUMBER or KIND_CHOICE ticked in a list, whose value is still asked for
    kPresent,  // KIND_FLAG
    kAbsent,   // KIND_FLAG
    kNumber,   // KIND_NUMBER, `number`
    kChoice,   // KIND_CHOICE, `choice`
  };
  Said said = Said::kNothing;
  double number = 0;
  int choice = 0;  // index in the question's `choices`

  static Answer LeftOut() { return {.said = Said::kLeftOut}; }
  static Answer NotSure() { return {.said = Said::kNotSure}; }
  static Answer Ticked() { return {.said = Said::kTicked}; }
  static Answer Present() { return {.said = Said::kPresent}; }
  static Answer Absent() { return {.said = Said::kAbsent}; }
  static Answer Number(double value) { return {.said = Said::kNumber, .number = value}; }
  static Answer Choice(int index) { return {.said = Said::kChoice, .choice = index}; }

  friend bool operator==(const Answer&, const Answer&) = default;
};

// Everything that was said so far. Made by Blank or Prefill; its lists are as long as the form's.
struct Answers {
  std::vector<Answer> questions;
  // DONE_UNSPECIFIED: not told, which is not the same as skipped.
  std::vector<v1::Done> exercises;
  // Told when its `done` is set.
  v1::RunSession run;
  std::string note;
  // What the record that is amended told. It keeps an amendment from losing what the form does not
  // ask. Read and written by Prefill and Compose alone.
  v1::CheckIn kept;
};

Answers Blank(const v1::CheckInForm& form);

// Whether a question is to be asked as things stand: `asked_when` is empty, names no question of
// the form, or names one that is open and answered as that field says; of what is about the whole
// patient that may be one at any site.
bool IsOpen(const v1::CheckInForm& form, const Answers& answers, int question);

// The questions of one place that may be ticked in one list: two or more with a `tick_text` and no
// `asked_when` at one site, or about the whole patient. Others are asked by themselves.
struct TickList {
  std::optional<v1::Site> site;
  std::vector<int> questions;  // in the order of the form
};
// In the order of their first questions.
std::vector<TickList> TickLists(const v1::CheckInForm& form);

// The answer that it is not so: absent, 0, the first choice. A number that may not be 0 is left
// out.
Answer Denial(const v1::Question& question);
// "Nothing else": of these questions, whatever was not answered is denied. What was ticked,
// answered or not sure stays.
Answers NothingElse(const v1::CheckInForm& form, Answers answers, const std::vector<int>& among);
// "None of these": NothingElse over all open questions with a `tick_text`.
Answers NoneOfThese(const v1::CheckInForm& form, Answers answers);

// Whether an answer says that something is so: present, a number above 0, a choice but the first.
// A tick that has no value yet does not.
bool SaysSo(const Answer& answer);

// The open questions with `shows_safety` that are ticked or say so: signs that the safety text
// names.
std::vector<int> Signs(const v1::CheckInForm& form, const Answers& answers);
// Whether the safety text is to be shown now: there is a sign.
bool ShowsSafety(const v1::CheckInForm& form, const Answers& answers);

// Whether an exercise is asked for: due and not held; or already told of, as in a check-in that is
// amended.
bool AsksExercise(const v1::CheckInForm& form, const Answers& answers, int exercise);
// Whether her run is asked for: one is planned, or already told of.
bool AsksRun(const v1::CheckInForm& form, const Answers& answers);
// Whether a run was run, whole or in part.
bool AnyOfItRun(v1::Done done);
// Her run, done as planned, in part, or skipped; with the plan's stage when any of it was run. What
// was told of another kind of run, e.g. its minutes after it turns out to be skipped, is dropped.
// DONE_UNSPECIFIED: nothing told.
Answers TellRun(const v1::CheckInForm& form, Answers answers, v1::Done done);

// One thing to ask.
struct Step {
  enum class Kind : std::uint8_t {
    kTickList,    // `index` is the first question of the list
    kQuestion,    // `index` is the question
    kExercise,    // `index` is the exercise
    kRun,         // done, part or skipped
    kRunMinutes,  // how long, if any of it was run
    kRunEffort,   // how hard, 0-10, if any of it was run
    kNote,
  };
  Kind kind = Kind::kNote;
  int index = 0;

  friend bool operator==(const Step&, const Step&) = default;
};

// All steps that are open as things stand, in the order to ask: the form's questions, a list at the
// place of its first one, then exercises, run and note. A question of a list is a step of its own
// only while it is ticked, or while it is no KIND_FLAG and says so.
std::vector<Step> Steps(const v1::CheckInForm& form, const Answers& answers);

// The first step after `last` in Steps; without `last` the first of all. Nothing: all were asked,
// it is time to review. `last` need not be open any more.
std::optional<Step> NextStep(const v1::CheckInForm& form, const Answers& answers,
                             const std::optional<Step>& last);
// The step before `current`, likewise; nothing before the first one.
std::optional<Step> StepBefore(const v1::CheckInForm& form, const Answers& answers,
                               const Step& current);

// The record that the answers make: the open questions that were answered, each under its site, in
// the order of the form; the exercises, run and note that were told; and of an amended record
// what the form does not ask. Name, etag and times stay unset. Empty answers make an empty record,
// which the server refuses.
v1::CheckIn Compose(const v1::CheckInForm& form, const Answers& answers);
// Whether Compose holds anything that may be recorded.
bool TellsAnything(const v1::CheckInForm& form, const Answers& answers);

// The answers that a record tells: the other way. Composed again they make the same record but for
// the order of its answers, whatever the form asks meanwhile.
Answers Prefill(const v1::CheckInForm& form, const v1::CheckIn& record);

}  // namespace midstance::checkin
