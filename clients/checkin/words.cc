#include "clients/checkin/words.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_split.h>

#include <algorithm>

#include "clients/core/words.h"

namespace midstance::checkin {

// Of the files in texts/.
std::string_view EnglishWords();
std::string_view GermanWords();
std::string_view SpanishWords();

namespace {

// The key of an enum's value: "area.lower_leg".
template <class Enum>
std::string KeyOf(std::string_view group, Enum value) {
  return std::string(group) + absl::AsciiStrToLower(client::Word(value));
}

bool Lists(std::string_view words, const std::string& typed) {
  const std::vector<std::string> all = absl::StrSplit(std::string(words), ' ', absl::SkipEmpty());
  return std::find(all.begin(), all.end(), typed) != all.end();
}

}  // namespace

bool Words::Means(std::string_view key, std::string_view typed) const {
  std::string plain = absl::AsciiStrToLower(std::string(typed));
  absl::StripAsciiWhitespace(&plain);
  return Lists(Get(key), plain) || Lists(AllWords().front().Get(key), plain);
}

AnswerWords Words::answer_words() const {
  return {.yes = Get("words.yes"),
          .no = Get("words.no"),
          .done = Get("words.done"),
          .part = Get("words.part"),
          .skipped = Get("words.skipped")};
}

std::string Words::Site(const v1::Site& site) const {
  return With("site", {Get(KeyOf("area.", site.area())), Side(site.side())});
}

std::string Words::Side(v1::Side side) const { return Get(KeyOf("side.", side)); }

const std::vector<Words>& AllWords() {
  static const std::vector<Words> kAll = {Words("en", EnglishWords()), Words("de", GermanWords()),
                                          Words("es", SpanishWords())};
  return kAll;
}

const Words* WordsIn(std::string_view language) {
  const std::string plain = absl::AsciiStrToLower(
      std::string(language.substr(0, std::min(language.find_first_of("-_."), language.size()))));
  for (const Words& words : AllWords()) {
    if (words.language() == plain) return &words;
  }
  return nullptr;
}

}  // namespace midstance::checkin
