#include "services/delivery/channels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "services/delivery/mail_channel.h"
#include "tests/support/temporary_folder.h"

namespace midstance::delivery {
namespace {

using std::filesystem::perms;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using End = Try::End;

std::string ContentOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class ChannelsTest : public ::testing::Test {
 protected:
  ChannelsTest() {
    letter_.id = "4f0c-01";
    letter_.kind = v1::Delivery::KIND_LETTER;
    letter_.subject = "Letter from Harbour";
    letter_.pdf = "%PDF-1.5 of a letter";
    notice_.id = "4f0c-02";
    notice_.kind = v1::Delivery::KIND_NOTICE;
    notice_.text = "Something waits.\n";
  }

  std::unique_ptr<Channel> Folder() {
    config::v1::DeliveryConfig config;
    config.mutable_folder()->set_path(folder_.path().string());
    return Only(config);
  }
  // A program of this text.
  std::unique_ptr<Channel> Command(const std::string& script, unsigned timeout_seconds = 0) {
    config::v1::DeliveryConfig config;
    auto& command = *config.mutable_command();
    for (const auto& argument : {std::string("/bin/sh"), std::string("-c"), script,
                                 std::string("sh"), folder_.path().string()}) {
      command.add_argv(argument);
    }
    command.set_timeout_seconds(timeout_seconds);
    return Only(config);
  }
  static std::unique_ptr<Channel> Only(const config::v1::DeliveryConfig& config) {
    auto channels = MakeChannels(config, "");
    EXPECT_TRUE(channels.ok()) << channels.status();
    EXPECT_EQ(channels->size(), 1U);
    return std::move(channels->front());
  }
  static std::string WhyNot(const config::v1::DeliveryConfig& config,
                            const std::string& password = "") {
    return std::string(MakeChannels(config, password).status().message());
  }
  std::vector<std::string> Files() {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      files.push_back(entry.path().filename().string());
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  const testing::TemporaryFolder folder_;
  Message letter_;
  Message notice_;
  const std::stop_token go_on_;
};

TEST_F(ChannelsTest, TheFolderGetsALetterWholeAndForTheOwnerAlone) {
  EXPECT_EQ(Folder()->Send(letter_, go_on_).end, End::kTaken);
  EXPECT_THAT(Files(), ElementsAre("4f0c-01.json", "4f0c-01.pdf"));
  EXPECT_EQ(ContentOf(folder_.path() / "4f0c-01.pdf"), letter_.pdf);
  const auto json = nlohmann::json::parse(ContentOf(folder_.path() / "4f0c-01.json"));
  EXPECT_EQ(json["letter"]["file"], "4f0c-01.pdf");
  for (const auto& file : Files()) {
    EXPECT_EQ(std::filesystem::status(folder_.path() / file).permissions(),
              perms::owner_read | perms::owner_write);
  }
}

TEST_F(ChannelsTest, TheFolderIsLeftAsItIsWhenTheSameComesAgain) {
  const auto folder = Folder();
  ASSERT_EQ(folder->Send(notice_, go_on_).end, End::kTaken);
  struct stat before = {};
  struct stat after = {};
  const auto file = folder_.path() / "4f0c-02.json";
  ASSERT_EQ(stat(file.c_str(), &before), 0);
  EXPECT_EQ(folder->Send(notice_, go_on_).end, End::kTaken);
  ASSERT_EQ(stat(file.c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
  EXPECT_THAT(Files(), ElementsAre("4f0c-02.json"));
}

TEST_F(ChannelsTest, WhatACrashLeftHalfWrittenIsWrittenAnew) {
  std::ofstream(folder_.path() / ".4f0c-02.json.new") << "{";
  EXPECT_EQ(Folder()->Send(notice_, go_on_).end, End::kTaken);
  EXPECT_THAT(Files(), ElementsAre("4f0c-02.json"));
}

TEST_F(ChannelsTest, AFolderThatIsGoneIsTriedAgainLater) {
  const auto folder = Folder();
  std::filesystem::remove_all(folder_.path());
  EXPECT_EQ(folder->Send(notice_, go_on_).end, End::kNotNow);
}

TEST_F(ChannelsTest, AFolderThatCannotBeUsedIsNamed) {
  config::v1::DeliveryConfig config;
  config.mutable_folder()->set_path((folder_.path() / "none").string());
  EXPECT_THAT(WhyNot(config), HasSubstr("none cannot be used: No such file"));
  std::ofstream(folder_.path() / "file") << "x";
  config.mutable_folder()->set_path((folder_.path() / "file").string());
  EXPECT_THAT(WhyNot(config), HasSubstr("file is no folder"));
  std::filesystem::permissions(folder_.path(), perms::owner_all | perms::others_read);
  config.mutable_folder()->set_path(folder_.path().string());
  EXPECT_THAT(WhyNot(config), HasSubstr("is open to others"));
}

TEST_F(ChannelsTest, TheCommandGetsAllOnItsInputAndNothingOfOurs) {
  EXPECT_EQ(
      Command("cat >$1/got; env >$1/env; ls /proc/self/fd >$1/files")->Send(letter_, go_on_).end,
      End::kTaken);
  const auto json = nlohmann::json::parse(ContentOf(folder_.path() / "got"));
  EXPECT_EQ(json["delivery"], "deliveries/4f0c-01");
  EXPECT_TRUE(json["letter"].contains("pdf"));
  EXPECT_THAT(ContentOf(folder_.path() / "env"), HasSubstr("PATH="));
  EXPECT_EQ(ContentOf(folder_.path() / "env").find("HOME="), std::string::npos);
  EXPECT_EQ(ContentOf(folder_.path() / "files"), "0\n1\n2\n3\n");  // 3: what ls reads
}

TEST_F(ChannelsTest, TheCommandsEndSaysWhatBecameOfIt) {
  for (const auto& [code, end] : {std::pair{0, End::kTaken},
                                  {65, End::kNever},
                                  {67, End::kNever},
                                  {68, End::kNever},
                                  {75, End::kNotNow},
                                  {1, End::kNotNow}}) {
    EXPECT_EQ(Command("exit " + std::to_string(code))->Send(notice_, go_on_).end, end) << code;
  }
  EXPECT_EQ(Command("kill -9 $$")->Send(notice_, go_on_).end, End::kNotNow);
}

TEST_F(ChannelsTest, ACommandMayWriteAndLeaveUnreadAsMuchAsItLikes) {
  Message large = letter_;
  large.pdf.assign(1'000'000, 'x');
  EXPECT_EQ(Command("head -c 10000000 /dev/zero")->Send(large, go_on_).end, End::kTaken);
}

TEST_F(ChannelsTest, ACommandThatTakesTooLongIsKilledWithItsChildren) {
  const auto channel = Command("mkfifo $1/pipe; cat <$1/pipe & echo $! >$1/child; wait", 1);
  const auto tried = channel->Send(notice_, go_on_);
  EXPECT_EQ(tried.end, End::kNotNow);
  EXPECT_EQ(tried.problem, "the command took too long");
  std::string child = ContentOf(folder_.path() / "child");
  ASSERT_FALSE(child.empty());
  child.pop_back();
  const int death = static_cast<int>(syscall(SYS_pidfd_open, std::stoi(child), 0));
  if (death < 0) return;  // gone already
  constexpr int kMilliseconds = 10'000;
  pollfd wait{.fd = death, .events = POLLIN, .revents = 0};
  EXPECT_EQ(poll(&wait, 1, kMilliseconds), 1);
  close(death);
}

TEST_F(ChannelsTest, ACommandEndsWhenTheServerStops) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(Command("read x <$1")->Send(notice_, stop.get_token()).end, End::kNotNow);
}

TEST_F(ChannelsTest, ACommandThatIsNoneIsNamed) {
  config::v1::DeliveryConfig config;
  config.mutable_command()->add_argv("sendmail");
  EXPECT_THAT(WhyNot(config), HasSubstr("begins with the absolute path"));
  config.mutable_command()->set_argv(0, (folder_.path() / "none").string());
  EXPECT_THAT(WhyNot(config), HasSubstr("none is no program that the server may run"));
}

TEST_F(ChannelsTest, MailGoesThroughTheNetworkOnlyEncrypted) {
  config::v1::DeliveryConfig config;
  config.mutable_mail()->set_host("mail.clinic.example");
  config.mutable_mail()->set_from("midstance@clinic.example");
  EXPECT_TRUE(MakeChannels(config, "").ok());
  config.mutable_mail()->set_security(config::v1::MailChannel::SECURITY_NONE);
  EXPECT_THAT(WhyNot(config), HasSubstr("only for a loopback host"));
  config.mutable_mail()->set_host("127.0.0.1.clinic.example");
  EXPECT_THAT(WhyNot(config), HasSubstr("only for a loopback host"));
  config.mutable_mail()->set_host("127.0.0.1");
  EXPECT_TRUE(MakeChannels(config, "").ok());
  config.mutable_mail()->set_user("midstance");
  EXPECT_THAT(WhyNot(config), HasSubstr("stands beside a password_file"));
  EXPECT_TRUE(MakeChannels(config, "secret").ok());
}

TEST_F(ChannelsTest, MailThatHasNoAddressIsNotTried) {
  config::v1::DeliveryConfig config;
  config.mutable_mail()->set_host("127.0.0.1");
  config.mutable_mail()->set_from("midstance@clinic.example");
  const auto tried = Only(config)->Send(notice_, go_on_);
  EXPECT_EQ(tried.end, End::kNever);
  EXPECT_EQ(tried.problem, "has no address");
}

}  // namespace
}  // namespace midstance::delivery
