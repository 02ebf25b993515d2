#pragma once

#include <string_view>

#include "midstance/v1/check_in.pb.h"

// Forms for tests.
namespace midstance::checkin {

class FormBuilder {
 public:
  // At the left knee unless said otherwise.
  v1::Question& Flag(std::string_view code) { return Ask(code, v1::Question::KIND_FLAG); }
  v1::Question& Number(std::string_view code, double upper) {
    auto& question = Ask(code, v1::Question::KIND_NUMBER);
    question.set_lower(0);
    question.set_upper(upper);
    return question;
  }
  v1::Question& Choice(std::string_view code) {
    auto& question = Ask(code, v1::Question::KIND_CHOICE);
    for (const auto* choice : {"none", "some", "severe"}) question.add_choices(choice);
    return question;
  }
  v1::PlannedExercise& Exercise(std::string_view id, v1::Side side = v1::SIDE_UNSPECIFIED) {
    auto& exercise = *form_.mutable_today()->add_exercises();
    exercise.set_exercise("exercises/" + std::string(id));
    exercise.set_side(side);
    exercise.set_due(true);
    return exercise;
  }
  v1::CheckInForm& form() { return form_; }

 private:
  v1::Question& Ask(std::string_view code, v1::Question::Kind kind) {
    auto& question = *form_.add_questions();
    question.set_code(std::string(code));
    question.set_text("How is " + std::string(code) + "?");
    question.set_kind(kind);
    question.mutable_site()->set_area(v1::AREA_KNEE);
    question.mutable_site()->set_side(v1::SIDE_LEFT);
    return question;
  }

  v1::CheckInForm form_;
};

// What a server asks that knows how its questions hang together: pain by itself, then a list to
// tick of which two things open questions of their own, and fever about the whole patient.
//   0 worst_nprs  1 swelling  2 swelling_settles  3 night_nights  4 night_pattern  5 locking
//   6 fever
inline v1::CheckInForm WholeForm() {
  FormBuilder build;
  build.Number("worst_nprs", 10);
  auto& swelling = build.Choice("swelling");
  swelling.set_tick_text("Swelling");
  build.Flag("swelling_settles").set_asked_when("swelling");
  auto& nights = build.Number("night_nights", 7);
  nights.set_tick_text("Pain at night");
  build.Choice("night_pattern").set_asked_when("night_nights");
  auto& locking = build.Flag("locking");
  locking.set_tick_text("Locking or catching");
  auto& fever = build.Flag("fever");
  fever.clear_site();
  fever.set_tick_text("Fever");
  fever.set_shows_safety(true);
  build.Exercise("clamshell", v1::SIDE_LEFT);
  build.Exercise("bridge");
  build.Exercise("hop").set_held(true);
  build.form().mutable_today()->mutable_run()->set_stage(3);
  return build.form();
}

}  // namespace midstance::checkin
