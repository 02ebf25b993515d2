#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "clients/checkin/read_answer.h"

namespace midstance::checkin {

// The terminal's own words in one language, from texts/. What is asked and advised comes from the
// server in its words.
class Words {
 public:
  // Of the JSON of a file: one object of texts.
  Words(std::string_view language, std::string_view json);

  const std::string& language() const { return language_; }  // "de"
  // The text as it is written; "" when there is none.
  std::string Get(std::string_view key) const;
  // With its blanks, written {}, filled in order.
  std::string With(std::string_view key, const std::vector<std::string>& values) const;
  // Whether a typed word is one of those that the key lists, or of the English ones.
  bool Means(std::string_view key, std::string_view typed) const;

  AnswerWords answer_words() const;
  // "Knee, left".
  std::string Site(const v1::Site& site) const;
  std::string Side(v1::Side side) const;

  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

 private:
  std::string language_;
  std::map<std::string, std::string, std::less<>> texts_;
};

// English first.
const std::vector<Words>& AllWords();
// For a language tag or a locale's name, "de-CH" or "de_CH.UTF-8"; null for a language that there
// is not.
const Words* WordsIn(std::string_view language);

}  // namespace midstance::checkin
