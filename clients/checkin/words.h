#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/checkin/read_answer.h"
#include "clients/core/texts.h"

namespace midstance::checkin {

// The terminal's own words in one language, from texts/.
class Words : public client::Texts {
 public:
  using Texts::Texts;

  // Whether a typed word is one of those that the key lists, or of the English ones.
  bool Means(std::string_view key, std::string_view typed) const;

  AnswerWords answer_words() const;
  // "Knee, left".
  std::string Site(const v1::Site& site) const;
  std::string Side(v1::Side side) const;
};

// English first.
const std::vector<Words>& AllWords();
// For a language tag or a locale's name, "de-CH" or "de_CH.UTF-8"; null for a language that there
// is not.
const Words* WordsIn(std::string_view language);

}  // namespace midstance::checkin
