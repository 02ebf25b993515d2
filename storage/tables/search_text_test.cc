#include "storage/tables/search_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace midstance::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SearchWords, AreWithoutCaseAndDiacriticsInAnyScript) {
  EXPECT_THAT(SearchWords("MÜLLER"), ElementsAre("muller"));
  EXPECT_THAT(SearchWords("Mueller"), ElementsAre("muller"));
  EXPECT_THAT(SearchWords("Mu\u0308ller"), ElementsAre("muller"));
  EXPECT_THAT(SearchWords("Weiß"), ElementsAre("weiss"));
  EXPECT_THAT(SearchWords("Sørensen Ærø Århus Aarhus"),
              ElementsAre("sorensen", "aro", "arhus", "arhus"));
  EXPECT_THAT(SearchWords("Łukasz Dvořák Amélie"), ElementsAre("lukasz", "dvorak", "amelie"));
  EXPECT_THAT(SearchWords("Ιωάννης"), ElementsAre("ιωαννησ"));
  EXPECT_THAT(SearchWords("Юлия"), ElementsAre(SearchWords("ЮЛИЯ")[0]));
  EXPECT_THAT(SearchWords("王芳"), ElementsAre("王芳"));
}

TEST(SearchWords, PartAtHyphensAndKeepNoApostrophes) {
  EXPECT_THAT(SearchWords("Jean-Luc  O'Brien, d’Arc"),
              ElementsAre("jean", "luc", "obrien", "darc"));
  EXPECT_THAT(SearchWords(" - ' "), IsEmpty());
}

TEST(SearchWords, OfABeginningAreBeginnings) {
  for (const std::string name : {"Mueller", "Samuel", "Aaron", "Michaela", "Joel", "Weiß", "Þórður",
                                 "Zoë", "Raphaelle", "Ægir", "Oeßa"}) {
    const std::string whole = SearchWords(name)[0];
    for (std::size_t size = 1; size < name.size(); ++size) {
      if ((static_cast<unsigned char>(name[size]) & 0xC0) == 0x80) continue;
      const std::string typed = SearchWords(name.substr(0, size))[0];
      EXPECT_TRUE(whole.starts_with(typed)) << name << ": " << typed;
    }
  }
}

TEST(EditDistances, CountAnExchangedNeighbourOnce) {
  EXPECT_EQ(EditDistance("muller", "mulelr", 2), 1);
  EXPECT_EQ(EditDistance("muller", "miller", 2), 1);
  EXPECT_EQ(EditDistance("muller", "mullr", 2), 1);
  EXPECT_EQ(EditDistance("muller", "mulllers", 2), 2);
  EXPECT_EQ(EditDistance("muller", "meier", 1), 2);
  EXPECT_EQ(EditDistance("дмитрий", "дмитий", 2), 1);
}

TEST(NumberKeys, KeepWhatTellsNumbersApart) {
  EXPECT_EQ(IdentifierKey("TK 12-34"), "tk1234");
  EXPECT_EQ(IdentifierKey("ae12"), "ae12");
  EXPECT_EQ(IdentifierKey("--"), "--");
  EXPECT_EQ(PhoneKey("+49 40 1234567"), "76543210494");
  EXPECT_TRUE(PhoneKey("0049 40 1234567").starts_with(PhoneKey("040 / 123 45 67")));
}

bool HaveOneInCommon(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  return std::any_of(some.begin(), some.end(), [&](const std::string& text) {
    return std::find(others.begin(), others.end(), text) != others.end();
  });
}

// What the search relies on: however a word is mistyped within its allowance, it and the name have
// a text with as many letters left out in common.
TEST(LettersLeftOut, MakeAWordAndItsMistypingsEqual) {
  constexpr unsigned kSeed = 20261125;
  constexpr int kWords = 3000;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  const auto below = [&random](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  std::array<int, 3> met{};
  for (int n = 0; n < kWords; ++n) {
    std::string name;
    for (std::size_t size = 3 + below(10); name.size() < size;) {
      name.push_back(static_cast<char>('a' + below(5)));
    }
    std::string typed = name;
    for (int edit = 0; edit < 2 && !typed.empty(); ++edit) {
      const std::size_t at = below(typed.size());
      switch (below(4)) {
        case 0:
          typed.erase(at, 1);
          break;
        case 1:
          typed.insert(at, 1, static_cast<char>('a' + below(5)));
          break;
        case 2:
          typed[at] = static_cast<char>('a' + below(5));
          break;
        default:
          if (at > 0) std::swap(typed[at - 1], typed[at]);
      }
    }
    const int allowed = AllowedEdits(typed.size());
    if (typed.empty() || allowed == 0) continue;
    const int edits = EditDistance(typed, name, allowed);
    if (edits > allowed) continue;
    ++met[static_cast<std::size_t>(edits)];
    SCOPED_TRACE(name + " typed " + typed);
    EXPECT_TRUE(edits > 1 || HaveOneInCommon(OneLeftOut(name), OneLeftOut(typed)));
    EXPECT_TRUE(allowed < 2 || HaveOneInCommon(TwoLeftOut(name), TwoLeftOut(typed)));
  }
  EXPECT_GT(met[1], 100);
  EXPECT_GT(met[2], 100);
}

}  // namespace
}  // namespace midstance::storage
