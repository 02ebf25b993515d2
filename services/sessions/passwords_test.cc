#include "services/sessions/passwords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

namespace midstance::sessions {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// The least that libsodium takes: a test is no place to be slow.
const PasswordStrength kWeak{crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};

TEST(Passwords, OnlyTheRightPasswordFits) {
  const PasswordHasher hasher(kWeak);
  const auto hash = hasher.Hash("correct horse battery");
  ASSERT_TRUE(hash.ok()) << hash.status();
  EXPECT_TRUE(hasher.Verify(*hash, "correct horse battery"));
  EXPECT_FALSE(hasher.Verify(*hash, "correct horse batterz"));
  EXPECT_FALSE(hasher.Verify(*hash, ""));
}

TEST(Passwords, TheSamePasswordHashesToAnotherTextEveryTime) {
  const PasswordHasher hasher(kWeak);
  EXPECT_NE(*hasher.Hash("correct horse battery"), *hasher.Hash("correct horse battery"));
}

TEST(Passwords, AHashHoldsItsStrengthAndNotThePassword) {
  const PasswordHasher hasher({3, 8 * 1024 * 1024});
  const auto hash = hasher.Hash("correct horse battery");
  EXPECT_THAT(*hash, StartsWith("$argon2id$v=19$m=8192,t=3,p=1$"));
  EXPECT_THAT(*hash, Not(HasSubstr("horse")));
  EXPECT_TRUE(PasswordHasher(kWeak).Verify(*hash, "correct horse battery"));
}

TEST(Passwords, NobodysHashIsOfTheSameStrengthAndNobodyFits) {
  const PasswordHasher hasher(kWeak);
  EXPECT_EQ(
      crypto_pwhash_str_needs_rehash(hasher.nobody().c_str(), kWeak.operations, kWeak.memory_bytes),
      0);
  EXPECT_FALSE(hasher.Verify(hasher.nobody(), ""));
  EXPECT_FALSE(hasher.Verify(hasher.nobody(), "correct horse battery"));
}

TEST(Passwords, TheDefaultStrengthIsThreePassesOver64MiB) {
  EXPECT_THAT(PasswordHasher().nobody(), StartsWith("$argon2id$v=19$m=65536,t=3,p=1$"));
}

}  // namespace
}  // namespace midstance::sessions
