#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Names and numbers as search compares them. Pure.
namespace midstance::storage {

// The words of a text without case, diacritics and punctuation, in any script. What is written in
// several ways becomes one: "Müller", "Mueller" and "MULLER" are "muller"; "ß" is "ss", "æ" is "a",
// "ø" is "o", "ł" is "l". Apostrophes vanish, a hyphen parts words. The words of a beginning of a
// text are beginnings of its words. At most 10 words of at most 40 letters.
std::vector<std::string> SearchWords(std::string_view text);

// All words, the one at `first` before the others, in their order as in a ring.
std::string Rotated(const std::vector<std::string>& words, std::size_t first);

// Letters and digits alone, without case: "TK 12-34" is "tk1234". The text itself where it has
// none.
std::string IdentifierKey(std::string_view text);

// The digits of a telephone number without the zeros before them, the last first, so that numbers
// that end alike begin alike.
std::string PhoneKey(std::string_view text);

// Letters that a typed word of this many may be away from the name that is meant: none below 4, one
// up to 7, then two.
int AllowedEdits(std::size_t letters);

// Number of code points.
std::size_t LettersOf(std::string_view word);

// Letters inserted, left out, replaced, or exchanged with their neighbour, to make one word of the
// other. More than `most` counts as `most` + 1.
int EditDistance(std::string_view one, std::string_view other, int most);

// The word, whole and from 4 letters on with each of them left out, each text once. Two words that
// are one edit apart have one of these in common, where one edit is allowed.
std::vector<std::string> OneLeftOut(std::string_view word);

// The first 6 letters of a word of 6 or more, whole and with one or two of them left out, each text
// once. Two words that are one or two edits apart have one of these in common, where two are
// allowed.
std::vector<std::string> TwoLeftOut(std::string_view word);

}  // namespace midstance::storage
