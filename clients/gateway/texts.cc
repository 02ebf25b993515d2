#include "clients/gateway/texts.h"

#include <absl/strings/numbers.h>

#include <algorithm>

#include "clients/gateway/http.h"

namespace midstance::gateway {

// Of the files in texts/.
std::string_view EnglishTexts();
std::string_view GermanTexts();
std::string_view SpanishTexts();

namespace {

constexpr std::string_view kBlanks = " \t";

// "de-CH;q=0.8" wants "de" by 0.8. What cannot be read is not wanted.
std::pair<std::string_view, float> WantedBy(std::string_view range) {
  const std::size_t from = range.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  range.remove_prefix(from);
  float quality = 1;
  const std::size_t weight = range.find("q=");
  if (weight != std::string_view::npos) {
    const std::string number(range.substr(weight + 2));
    if (!absl::SimpleAtof(number, &quality)) quality = 0;
  }
  return {range.substr(0, range.find_first_of("-; \t")), quality};
}

}  // namespace

const std::vector<Texts>& AllTexts() {
  static const std::vector<Texts> kAll = {Texts("en", EnglishTexts()), Texts("de", GermanTexts()),
                                          Texts("es", SpanishTexts())};
  return kAll;
}

const Texts* TextsIn(std::string_view language) {
  const auto& all = AllTexts();
  const auto found = std::find_if(all.begin(), all.end(), [language](const Texts& texts) {
    return IsSame(texts.language(), language);
  });
  return found == all.end() ? nullptr : &*found;
}

const Texts& TextsFor(std::string_view accept_language) {
  const Texts* best = &AllTexts().front();
  float most = 0;
  while (!accept_language.empty()) {
    const std::size_t end = accept_language.find(',');
    const auto [language, quality] = WantedBy(accept_language.substr(0, end));
    accept_language =
        end == std::string_view::npos ? std::string_view() : accept_language.substr(end + 1);
    const Texts* const texts = TextsIn(language);
    if (texts == nullptr || quality <= most) continue;
    best = texts;
    most = quality;
  }
  return *best;
}

}  // namespace midstance::gateway
