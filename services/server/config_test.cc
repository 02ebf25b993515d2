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

TEST(Config, AClinicHasItsLimitsOfDirectAccessOnce) {
  config::v1::ServerConfig config;
  config.set_data_directory("/var/lib/midstance");
  auto& limits = *config.add_direct_access();
  limits.set_clinic("harbour");
  limits.set_limit_days(42);
  EXPECT_TRUE(CompleteConfig(config).ok());
  *config.add_direct_access() = limits;
  EXPECT_THAT(std::string(CompleteConfig(config).message()), HasSubstr("names harbour twice"));
  config.mutable_direct_access(1)->set_clinic("city");
  config.mutable_direct_access(1)->set_limit_visits(0);
  EXPECT_EQ(ReasonOf(CompleteConfig(config)), v1::ERROR_REASON_FIELD_INVALID);
}

TEST(Config, AWayOutNeedsItsFields) {
  config::v1::ServerConfig config;
  config.set_data_directory("/var/lib/midstance");
  config.mutable_delivery()->mutable_mail()->set_host("mail.clinic.example");
  EXPECT_EQ(ReasonOf(CompleteConfig(config)), v1::ERROR_REASON_FIELD_INVALID);
  config.mutable_delivery()->mutable_mail()->set_from("not an address");
  EXPECT_EQ(ReasonOf(CompleteConfig(config)), v1::ERROR_REASON_FIELD_INVALID);
  config.mutable_delivery()->mutable_mail()->set_from("midstance@clinic.example");
  EXPECT_TRUE(CompleteConfig(config).ok()) << CompleteConfig(config);
  config.mutable_delivery()->mutable_folder();
  EXPECT_EQ(ReasonOf(CompleteConfig(config)), v1::ERROR_REASON_FIELD_INVALID);
}

TEST(Config, TheMailPasswordIsTheFirstLineOfAFileThatOthersCannotRead) {
  const testing::TemporaryFolder folder;
  config::v1::ServerConfig config;
  EXPECT_EQ(*MailPassword(config), "");
  const auto file = folder.path() / "password";
  ASSERT_TRUE(WriteFile(file, "mail secret\n", false).ok());
  config.mutable_delivery()->mutable_mail()->set_password_file(file.string());
  EXPECT_EQ(*MailPassword(config), "mail secret");
  std::filesystem::permissions(file, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_THAT(std::string(MailPassword(config).status().message()),
              HasSubstr("password is readable by others"));
}

TEST(Config, AKeyThatIsNotThereIsNamed) {
  const testing::TemporaryFolder folder;
  const absl::Status refused = ReadKeyFile(folder.path() / "server.key").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("server.key: No such file"));
}

TEST(Config, TheTimeZoneIsUtcUnlessToldAndNeverAPath) {
  config::v1::ServerConfig config;
  config.set_data_directory("data");
  ASSERT_TRUE(CompleteConfig(config).ok());
  EXPECT_EQ(config.time_zone(), "UTC");
  for (const char* right : {"Europe/Berlin", "America/Argentina/Ushuaia", "Etc/GMT+5", "UTC"}) {
    config.set_time_zone(right);
    EXPECT_TRUE(CompleteConfig(config).ok()) << right;
    EXPECT_EQ(config.time_zone(), right);
  }
  for (const char* wrong : {"/etc/passwd", "../zone", "Europe/Berlin ", "+01:00"}) {
    config.set_time_zone(wrong);
    EXPECT_FALSE(CompleteConfig(config).ok()) << wrong;
  }
}

}  // namespace
}  // namespace midstance::server
