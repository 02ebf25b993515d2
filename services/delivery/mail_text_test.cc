#include "services/delivery/mail_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "services/delivery/message_json.h"

namespace midstance::delivery {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MailText, LeavesAPlainHeaderAsItIs) {
  EXPECT_EQ(HeaderText("Letter from Harbour Clinic"), "Letter from Harbour Clinic");
}

TEST(MailText, WritesOtherTextAsEncodedWordsOfWholeCharacters) {
  EXPECT_EQ(HeaderText("Praxis Müller"), "=?UTF-8?B?UHJheGlzIE3DvGxsZXI=?=");
  std::string longer;
  for (int i = 0; i < 60; ++i) longer += "ü";
  std::istringstream words(HeaderText(longer));
  std::string word;
  int count = 0;
  while (std::getline(words, word)) {
    ++count;
    EXPECT_LE(word.size(), 77U) << word;
  }
  EXPECT_EQ(count, 3);
  // 45 bytes would cut the 23rd letter in two.
  EXPECT_THAT(HeaderText(longer), HasSubstr(Base64(longer.substr(0, 44))));
}

TEST(MailText, NobodyAddsAHeaderByALineBreak) {
  Message message;
  message.address = "anna@clinic.example";
  message.subject = "Letter from Harbour\r\nBcc: all@world.example";
  for (const auto& header : HeadersOf(message, "midstance@clinic.example")) {
    EXPECT_THAT(header, Not(HasSubstr("\nBcc")));
  }
}

TEST(MailText, TheSameDeliveryHasTheSameMessageIdAtAnyTime) {
  Message message;
  message.id = "4f0c-01";
  message.sent = Instant{} + std::chrono::hours{24 * 365};
  const std::string id = "Message-ID: <4f0c-01@clinic.example>";
  EXPECT_THAT(HeadersOf(message, "midstance@clinic.example"), Contains(id));
  EXPECT_THAT(HeadersOf(message, "midstance@clinic.example"),
              Contains("Date: Fri, 01 Jan 1971 00:00:00 +0000"));
  message.sent += std::chrono::hours{1};
  EXPECT_THAT(HeadersOf(message, "midstance@clinic.example"), Contains(id));
}

TEST(MailText, EndsEachLineAsMailDoes) { EXPECT_EQ(MailLines("a\nb\r\n"), "a\r\nb\r\n"); }

TEST(MessageJson, OfANoticeTellsNoMoreThanTheNotice) {
  Message message;
  message.id = "4f0c-01";
  message.kind = v1::Delivery::KIND_NOTICE;
  message.user = "users/anna";
  const auto json = nlohmann::json::parse(JsonOf(message, Pdf::kInside));
  EXPECT_EQ(json["delivery"], "deliveries/4f0c-01");
  EXPECT_EQ(json["recipient"]["user"], "users/anna");
  EXPECT_FALSE(json["recipient"].contains("email"));
  EXPECT_FALSE(json.contains("letter"));
  EXPECT_FALSE(json.contains("addressee"));
}

TEST(MessageJson, OfALetterHasThePdfBesideOrInside) {
  Message message;
  message.id = "4f0c-01";
  message.kind = v1::Delivery::KIND_LETTER;
  message.pdf = "%PDF-";
  message.addressee.set_name("Dr Okafor");
  const auto beside = nlohmann::json::parse(JsonOf(message, Pdf::kBeside));
  EXPECT_EQ(beside["letter"]["file"], "4f0c-01.pdf");
  EXPECT_EQ(beside["addressee"]["name"], "Dr Okafor");
  const auto inside = nlohmann::json::parse(JsonOf(message, Pdf::kInside));
  EXPECT_EQ(inside["letter"]["pdf"], "JVBERi0=");
}

}  // namespace
}  // namespace midstance::delivery
