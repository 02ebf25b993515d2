#include "storage/tables/search_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <utility>

#include "storage/fold.h"

namespace midstance::storage {
namespace {

using Letters = std::u32string;

constexpr std::size_t kMostWords = 10;
constexpr std::size_t kMostLetters = 40;
constexpr std::size_t kDeletionPrefix = 6;
constexpr std::size_t kOneEditFrom = 4;
constexpr std::size_t kTwoEditsFrom = 8;

// Letters that Unicode does not take apart, as they are typed without a keyboard for them.
constexpr std::array<std::pair<char32_t, std::string_view>, 14> kTyped = {{
    {U'æ', "a"},
    {U'œ', "o"},
    {U'ø', "o"},
    {U'đ', "d"},
    {U'ð', "d"},
    {U'þ', "th"},
    {U'ħ', "h"},
    {U'ı', "i"},
    {U'ł', "l"},
    {U'ŀ', "l"},
    {U'ŋ', "n"},
    {U'ŧ', "t"},
    {U'ĸ', "k"},
    {U'ɐ', "a"},
}};

Letters PointsOf(std::string_view text) {
  Letters points;
  points.reserve(text.size());
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    if (*at < 0x80) {
      points.push_back(*at++);
      --left;
      continue;
    }
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t read = utf8proc_iterate(at, left, &point);
    // What is not UTF-8 parts words.
    points.push_back(read > 0 ? static_cast<char32_t>(point) : U' ');
    const utf8proc_ssize_t step = read > 0 ? read : 1;
    at += step;
    left -= step;
  }
  return points;
}

std::string TextOf(const Letters& points) {
  std::string text;
  text.reserve(points.size());
  for (const char32_t point : points) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes.data());
    text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
  }
  return text;
}

// Case folded, taken apart, without marks.
Letters Bare(std::string_view text) {
  const std::string folded = Fold(text);
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(folded.data()),
      static_cast<utf8proc_ssize_t>(folded.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                     UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE));
  if (size < 0) return PointsOf(folded);
  Letters points =
      PointsOf({reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)});
  std::free(mapped);
  return points;
}

bool IsLetterOrDigit(char32_t point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
      return true;
    default:
      return false;
  }
}

bool IsApostrophe(char32_t point) {
  return point == U'\'' || point == U'’' || point == U'ʼ' || point == U'`' || point == U'´';
}

// "ue" stands for "ü" where it cannot be typed, "aa" for "å". Looks back only, so that the
// beginning of a text gives the beginning of its word.
bool StandsForMark(char32_t before, char32_t point) {
  if (point == U'e') return before == U'a' || before == U'o' || before == U'u';
  return point == U'a' && before == U'a';
}

void AppendTyped(char32_t point, Letters& word) {
  const auto* typed = std::find_if(kTyped.begin(), kTyped.end(),
                                   [point](const auto& entry) { return entry.first == point; });
  if (typed == kTyped.end()) return word.push_back(point);
  for (const char letter : typed->second) word.push_back(static_cast<unsigned char>(letter));
}

void AddDeletions(const Letters& word, int edits, std::set<std::string>& deletions) {
  if (word.empty() || !deletions.insert(TextOf(word)).second || edits == 0) return;
  for (std::size_t i = 0; i < word.size(); ++i) {
    Letters shorter = word;
    shorter.erase(i, 1);
    AddDeletions(shorter, edits - 1, deletions);
  }
}

}  // namespace

std::vector<std::string> SearchWords(std::string_view text) {
  std::vector<std::string> words;
  Letters word;
  char32_t before = 0;
  const auto end_word = [&] {
    if (!word.empty() && words.size() < kMostWords) {
      words.push_back(TextOf(word.substr(0, kMostLetters)));
    }
    word.clear();
    before = 0;
  };
  for (const char32_t point : Bare(text)) {
    if (IsApostrophe(point)) continue;
    if (!IsLetterOrDigit(point)) {
      end_word();
      continue;
    }
    if (!StandsForMark(before, point)) AppendTyped(point, word);
    before = point;
  }
  end_word();
  return words;
}

std::string Rotated(const std::vector<std::string>& words, std::size_t first) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text.push_back(' ');
    text += words[(first + i) % words.size()];
  }
  return text;
}

std::string IdentifierKey(std::string_view text) {
  Letters kept;
  for (const char32_t point : PointsOf(Fold(text))) {
    if (IsLetterOrDigit(point)) kept.push_back(point);
  }
  return kept.empty() ? Fold(text) : TextOf(kept);
}

std::string PhoneKey(std::string_view text) {
  std::string digits;
  for (const char character : text) {
    if (character < '0' || character > '9') continue;
    if (!digits.empty() || character != '0') digits.push_back(character);
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

int AllowedEdits(std::size_t letters) {
  return letters < kOneEditFrom ? 0 : letters < kTwoEditsFrom ? 1 : 2;
}

std::size_t LettersOf(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(word.begin(), word.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

int EditDistance(std::string_view one, std::string_view other, int most) {
  const auto [shorter, longer] = std::minmax({LettersOf(one), LettersOf(other)});
  if (longer - shorter > static_cast<std::size_t>(most)) return most + 1;
  const Letters a = PointsOf(one);
  const Letters b = PointsOf(other);
  const std::size_t width = b.size() + 1;
  std::vector<int> rows(3 * width);
  int* above2 = rows.data();
  int* above = above2 + width;
  int* row = above + width;
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) row[j] = std::min(row[j], above2[j - 2] + 1);
    }
    std::swap(above2, above);
    std::swap(above, row);
  }
  return std::min(above[b.size()], most + 1);
}

std::vector<std::string> OneLeftOut(std::string_view word) {
  const Letters letters = PointsOf(word);
  std::set<std::string> texts;
  AddDeletions(letters, letters.size() < kOneEditFrom ? 0 : 1, texts);
  return {texts.begin(), texts.end()};
}

std::vector<std::string> TwoLeftOut(std::string_view word) {
  const Letters letters = PointsOf(word);
  std::set<std::string> texts;
  // Two letters more are typed with two edits.
  if (letters.size() + 2 >= kTwoEditsFrom) {
    AddDeletions(letters.substr(0, kDeletionPrefix), 2, texts);
  }
  return {texts.begin(), texts.end()};
}

}  // namespace midstance::storage
