#include "clients/core/profile.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace midstance::client {
namespace {

class ProfileTest : public testing::Test {
 protected:
  ~ProfileTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / name) << text;
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() /
      ("midstance-profile-" + std::to_string(::getpid()) + '-' +
       testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(ProfileTest, IsReadAsItWasWritten) {
  const Profile profile{.endpoint = {"clinic.example:7443", "PEM\nwith lines\n", "other"},
                        .user_name = "lena",
                        .token = "secret"};
  ASSERT_TRUE(SaveProfile(folder_ / "deep" / "profile.json", profile).ok());
  const auto read = LoadProfile(folder_ / "deep" / "profile.json");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->endpoint.address, "clinic.example:7443");
  EXPECT_EQ(read->endpoint.ca_pem, "PEM\nwith lines\n");
  EXPECT_EQ(read->endpoint.host_override, "other");
  EXPECT_EQ(read->user_name, "lena");
  EXPECT_EQ(read->token, "secret");
}

TEST_F(ProfileTest, IsForItsOwnerAloneEvenWhereAnOpenFileStood) {
  Write("profile.json", "{}");
  namespace fs = std::filesystem;
  fs::permissions(folder_ / "profile.json", fs::perms::owner_all | fs::perms::others_read);
  ASSERT_TRUE(SaveProfile(folder_ / "profile.json", Profile{}).ok());
  EXPECT_EQ(fs::status(folder_ / "profile.json").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(ProfileTest, AMissingOneIsToldFromABrokenOne) {
  EXPECT_TRUE(absl::IsNotFound(LoadProfile(folder_ / "none.json").status()));
  Write("broken.json", "not json");
  EXPECT_TRUE(absl::IsInvalidArgument(LoadProfile(folder_ / "broken.json").status()));
  Write("empty.json", "{}");
  EXPECT_TRUE(absl::IsInvalidArgument(LoadJoinFile(folder_ / "empty.json").status()));
}

TEST_F(ProfileTest, AnEmptyFileIsReadAndAFolderIsNot) {
  Write("empty.csv", "");
  const auto read = ReadFile(folder_ / "empty.csv");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, "");
  EXPECT_TRUE(absl::IsNotFound(ReadFile(folder_).status()));
}

TEST_F(ProfileTest, ATokenHasNeitherBlanksNorLines) {
  EXPECT_TRUE(IsToken("mrl1_N2iptWqSDys9HNtnrQ-_"));
  for (const char* wrong : {"", "two words", "mrl1_a\nmrl1_a", "mrl1_\xc3\xa9"}) {
    EXPECT_FALSE(IsToken(wrong)) << wrong;
  }
}

TEST_F(ProfileTest, APasswordIsTheFirstLineOfItsFile) {
  Write("password", "correct horse\nsecond line\n");
  EXPECT_EQ(*ReadSecret(folder_ / "password"), "correct horse");
}

}  // namespace
}  // namespace midstance::client
