#include "services/server/config.h"

#include <gmock/gmock.h>

#include "tests/support/temporary_folder.h"

namespace midstance::server {
namespace {

using ::testing::HasSubstr;

TEST(Config, AKeyThatOthersMayReadIsRefused) {
  const testing::TemporaryFolder folder;
  const auto key = folder.path() / "server.key";
  ASSERT_TRUE(WriteFile(key, "a key", false).ok());
  const auto read = ReadKeyFile(key);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, "a key");
  using std::filesystem::perms;
  for (const perms others : {perms::group_read, perms::group_write, perms::others_read}) {
    std::filesystem::permissions(key, perms::owner_read | others);
    const absl::Status refused = ReadKeyFile(key).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(refused.message()), HasSubstr("server.key is readable by others"));
  }
}

TEST(Config, AKeyThatIsNotThereIsNamed) {
  const testing::TemporaryFolder folder;
  const absl::Status refused = ReadKeyFile(folder.path() / "server.key").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("server.key: No such file"));
}

}  // namespace
}  // namespace midstance::server
