#include "support/tokens.h"

#include <gmock/gmock.h>

#include <array>
#include <string>

#include "support/digest.h"

namespace midstance {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

constexpr std::array<std::uint8_t, 32> kKey = {1, 2, 3};
constexpr std::array<std::uint8_t, 32> kOtherKey = {1, 2, 4};

TEST(Tokens, WhatIsSealedOpensToTheSameBytes) {
  const TokenSealer sealer(kKey);
  for (const std::string& bytes : {std::string(), std::string("patients/ada"),
                                   std::string("\0\xFF\n", 3), std::string(2000, 'x')}) {
    EXPECT_THAT(sealer.Open("page", sealer.Seal("page", bytes)), Optional(bytes));
  }
}

TEST(Tokens, TheSameBytesGiveTheSameTokenUnderTheSameKeyAlone) {
  const TokenSealer sealer(kKey);
  EXPECT_EQ(sealer.Seal("page", "a"), TokenSealer(kKey).Seal("page", "a"));
  EXPECT_NE(sealer.Seal("page", "a"), sealer.Seal("page", "b"));
  EXPECT_NE(sealer.Seal("page", "a"), sealer.Seal("resume", "a"));
  EXPECT_NE(sealer.Seal("page", "a"), TokenSealer(kOtherKey).Seal("page", "a"));
  EXPECT_NE(sealer.Seal("ab", "c"), sealer.Seal("a", "bc"));
}

TEST(Tokens, ATokenOpensForItsKindAndKeyAlone) {
  const std::string token = TokenSealer(kKey).Seal("page", "a");
  EXPECT_FALSE(TokenSealer(kKey).Open("resume", token).has_value());
  EXPECT_FALSE(TokenSealer(kOtherKey).Open("page", token).has_value());
}

TEST(Tokens, ATokenWithAnyCharacterChangedDoesNotOpen) {
  const TokenSealer sealer(kKey);
  const std::string token = sealer.Seal("page", "patients/ada");
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'z', '=', ' ', '\0'}) {
      std::string changed = token;
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_FALSE(sealer.Open("page", changed).has_value()) << i;
    }
    EXPECT_FALSE(sealer.Open("page", token.substr(0, i)).has_value());
  }
  EXPECT_FALSE(sealer.Open("page", token + "A").has_value());
  EXPECT_FALSE(sealer.Open("page", token + "=").has_value());
  EXPECT_FALSE(sealer.Open("page", std::string(5000, 'A')).has_value());
}

TEST(Tokens, ATokenShowsNothingOfWhatItHolds) {
  const std::string bytes = "patients/ada-lovelace-of-london";
  const auto sealed = FromBase64Url(TokenSealer(kKey).Seal("page", bytes));
  ASSERT_TRUE(sealed.has_value());
  EXPECT_THAT(*sealed, Not(HasSubstr("ada")));
}

TEST(Digests, Sha256HasTheValuesOfTheStandard) {
  EXPECT_EQ(Hex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digests, HexGoesThereAndBackInOneSpelling) {
  EXPECT_EQ(Hex(std::string_view("\x00\xAB", 2)), "00ab");
  EXPECT_THAT(FromHex("00ab"), Optional(std::string("\x00\xAB", 2)));
  EXPECT_THAT(FromHex(""), Optional(std::string()));
  for (const char* text : {"0", "00AB", "0g", "00 ab", "00ab "}) {
    EXPECT_FALSE(FromHex(text).has_value()) << text;
  }
}

TEST(Digests, Base64UrlGoesThereAndBackInOneSpelling) {
  EXPECT_EQ(Base64Url("\xFB\xFF"), "-_8");
  EXPECT_THAT(FromBase64Url("-_8"), Optional(std::string("\xFB\xFF")));
  EXPECT_THAT(FromBase64Url(""), Optional(std::string()));
  for (const char* text : {"-_9", "-_8=", "+/8", "-", "-_8\n", "- _8"}) {
    EXPECT_FALSE(FromBase64Url(text).has_value()) << text;
  }
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string bytes(size, '\xA5');
    EXPECT_THAT(FromBase64Url(Base64Url(bytes)), Optional(bytes));
  }
}

}  // namespace
}  // namespace midstance
