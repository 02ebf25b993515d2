#include "services/checkins/texts.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "support/data_text.h"
#include "support/text.h"

namespace midstance::checkins {

// texts/*.textproto.
std::string_view FormText();
std::string_view EnglishText();
std::string_view GermanText();
std::string_view GermanExercisesText();
std::string_view SpanishText();
std::string_view SpanishExercisesText();

namespace {

constexpr std::size_t kLongestVersion = 20;
constexpr std::size_t kLongestAnswer = 1000;
constexpr std::size_t kLongestQuestion = 500;
constexpr std::size_t kLongestTick = 80;
constexpr std::size_t kLongestUnit = 40;
constexpr std::size_t kLongestTitle = 120;

absl::Status Wrong(std::string_view of, std::string_view what, std::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat("check-in texts of ", std::string(of), ": ",
                                                    std::string(what), " ", std::string(why)));
}

// Texts that are all there and short enough, one after the other.
class Reading {
 public:
  explicit Reading(std::string_view language) : language_(language) {}

  void Take(std::string_view what, std::string_view text, std::size_t longest) {
    if (!status_.ok()) return;
    if (text.empty()) status_ = Wrong(language_, what, "is missing");
    if (CheckText(text, false, longest) != TextProblem::kNone) {
      status_ = Wrong(language_, what, "is too long or no text of one line");
    }
  }
  void TakeOnce(std::set<std::string_view>& taken, std::string_view what) {
    if (!status_.ok()) return;
    if (!taken.insert(what).second) status_ = Wrong(language_, what, "is there twice");
  }
  const absl::Status& status() const { return status_; }

 private:
  const std::string_view language_;
  absl::Status status_;
};

absl::Status CheckTexts(const config::v1::CheckInTexts& texts) {
  Reading reading(texts.language());
  reading.Take("language", texts.language(), kLongestVersion);
  reading.Take("safety_version", texts.safety_version(), kLongestVersion);
  reading.Take("safety", texts.safety(), kLongestAnswer);
  reading.Take("go_on", texts.go_on(), kLongestAnswer);
  reading.Take("on_hold", texts.on_hold(), kLongestAnswer);
  reading.Take("held_exercise", texts.held_exercise(), kLongestQuestion);
  std::set<std::string_view> taken;
  for (const auto& question : texts.questions()) {
    reading.TakeOnce(taken, question.code());
    reading.Take(question.code(), question.text(), kLongestQuestion);
    for (const auto& choice : question.choices()) {
      reading.Take(absl::StrCat(question.code(), "=", choice.choice()), choice.text(),
                   kLongestTick);
    }
    if (!question.tick_text().empty()) {
      reading.Take(question.code(), question.tick_text(), kLongestTick);
    }
  }
  for (const auto& unit : texts.units()) {
    reading.TakeOnce(taken, unit.unit());
    reading.Take(unit.unit(), unit.text(), kLongestUnit);
  }
  for (const auto& exercise : texts.exercises()) {
    reading.TakeOnce(taken, exercise.exercise());
    reading.Take(exercise.exercise(), exercise.title(), kLongestTitle);
  }
  return reading.status();
}

Words Read(std::string_view text, std::string_view exercises) {
  auto texts = RightOrEnd(ParseDataText<config::v1::CheckInTexts>("check-in texts", text));
  texts.MergeFrom(
      RightOrEnd(ParseDataText<config::v1::CheckInTexts>("titles of exercises", exercises)));
  return RightOrEnd(Words::Make(std::move(texts)));
}

}  // namespace

Words::Words(std::shared_ptr<const config::v1::CheckInTexts> texts) : texts_(std::move(texts)) {
  auto safety = std::make_shared<v1::SafetyText>();
  safety->set_version(texts_->safety_version());
  safety->set_language(texts_->language());
  safety->set_text(texts_->safety());
  safety_ = std::move(safety);
  for (const auto& question : texts_->questions()) questions_.emplace(question.code(), &question);
  for (const auto& unit : texts_->units()) units_.emplace(unit.unit(), unit.text());
  for (const auto& exercise : texts_->exercises()) {
    titles_.emplace(exercise.exercise(), exercise.title());
  }
}

absl::StatusOr<Words> Words::Make(config::v1::CheckInTexts texts) {
  MIDSTANCE_RETURN_IF_ERROR(CheckTexts(texts));
  return Words(std::make_shared<const config::v1::CheckInTexts>(std::move(texts)));
}

const config::v1::QuestionText* Words::Find(std::string_view code) const {
  const auto found = questions_.find(code);
  return found == questions_.end() ? nullptr : found->second;
}

std::string Words::UnitText(std::string_view unit) const {
  const auto found = units_.find(unit);
  return std::string(found == units_.end() ? unit : found->second);
}

std::string Words::TitleOf(std::string_view exercise) const {
  const auto found = titles_.find(exercise);
  return found == titles_.end() ? std::string() : std::string(found->second);
}

std::span<const Words> AllWords() {
  static const std::array<Words, 3> kWords = {Read(EnglishText(), ""),
                                              Read(GermanText(), GermanExercisesText()),
                                              Read(SpanishText(), SpanishExercisesText())};
  return kWords;
}

const Words& WordsFor(std::string_view language_code) {
  const auto language =
      absl::AsciiStrToLower(std::string(language_code.substr(0, language_code.find('-'))));
  const auto all = AllWords();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Words& words) { return words.language() == language; });
  return found == all.end() ? all.front() : *found;
}

absl::StatusOr<config::v1::CheckInLayout> CheckLayout(config::v1::CheckInLayout layout) {
  std::set<std::string_view> codes;
  std::set<std::string_view> opened;
  for (const auto& question : layout.questions()) {
    if (!codes.insert(question.code()).second) {
      return Wrong("the form", question.code(), "is there twice");
    }
    if (question.asked_when().empty()) continue;
    if (question.ticked()) return Wrong("the form", question.code(), "is ticked and opened");
    opened.insert(question.code());
  }
  for (const auto& question : layout.questions()) {
    if (opened.contains(question.asked_when())) {
      return Wrong("the form", question.code(), "is opened by what is opened itself");
    }
  }
  return layout;
}

const config::v1::CheckInLayout& ShippedLayout() {
  static const config::v1::CheckInLayout kLayout = RightOrEnd(CheckLayout(
      RightOrEnd(ParseDataText<config::v1::CheckInLayout>("check-in form", FormText()))));
  return kLayout;
}

const config::v1::QuestionLayout& LayoutOf(std::string_view code) {
  const auto& all = ShippedLayout().questions();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.code() == code; });
  return found == all.end() ? config::v1::QuestionLayout::default_instance() : *found;
}

}  // namespace midstance::checkins
