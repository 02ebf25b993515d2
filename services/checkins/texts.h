#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "midstance/config/v1/check_in_texts.pb.h"
#include "midstance/v1/check_in.pb.h"

// What is built in about the check-in form: texts/form.textproto and, for each language, its texts.
namespace midstance::checkins {

// What patients are told in one language. Immutable; a copy shares its texts.
class Words {
 public:
  // FAILED_PRECONDITION, naming it, when something is missing, there twice or too long.
  static absl::StatusOr<Words> Make(config::v1::CheckInTexts texts);

  // "de".
  const std::string& language() const { return texts_->language(); }
  const config::v1::CheckInTexts& texts() const { return *texts_; }
  // When to get medical help at once. The same words for every patient and every answer: they tell
  // what to do about signs that anybody knows when she has them, and nothing about hers.
  const v1::SafetyText& safety() const { return *safety_; }
  // nullptr when there is none: then the vocabulary's own words are asked.
  const config::v1::QuestionText* Find(std::string_view code) const;
  // What a unit is called; the unit itself when there is no word for it.
  std::string UnitText(std::string_view unit) const;
  // "" when there is none.
  std::string TitleOf(std::string_view exercise) const;

 private:
  explicit Words(std::shared_ptr<const config::v1::CheckInTexts> texts);

  std::shared_ptr<const config::v1::CheckInTexts> texts_;
  std::shared_ptr<const v1::SafetyText> safety_;
  std::map<std::string_view, const config::v1::QuestionText*> questions_;
  std::map<std::string_view, std::string_view> units_;
  std::map<std::string_view, std::string_view> titles_;
};

// Every language that there is, English first. Part of the program and tested: what does not read
// ends the process.
std::span<const Words> AllWords();
// Those of a BCP 47 tag, by its language alone: of "de-CH" the German ones. English when there are
// none, and for "".
const Words& WordsFor(std::string_view language_code);

// FAILED_PRECONDITION, naming the code, when a question opens itself or is opened by one that is
// opened too, or a code is there twice.
absl::StatusOr<config::v1::CheckInLayout> CheckLayout(config::v1::CheckInLayout layout);
const config::v1::CheckInLayout& ShippedLayout();
// An empty one for a question that is asked by itself.
const config::v1::QuestionLayout& LayoutOf(std::string_view code);

}  // namespace midstance::checkins
