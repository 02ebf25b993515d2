// A doctor answers a letter in her browser, without a script.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/referral_service.pb.h"
#include "tests/api/builders.h"
#include "tests/api/sent_letter.h"
#include "tests/gateway/phone.h"

namespace midstance::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using v1::Referral;

constexpr char kFormType[] = "Content-Type: application/x-www-form-urlencoded\r\n";

class Doctor : public ::testing::Test {
 protected:
  void SetUp() override {
    auto gateway =
        Gateway::Start(clinic_.server().channel(), log_.logger(), {.listen = "127.0.0.1:0"});
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
    letter_ = testing::SendLetter(clinic_, lena_, clinic_.ARunner(lena_, "O'Hara & <Sons>"));
    code_ = letter_.name() + '/' + Issue();
  }

  Referral Now() { return testing::ReadReferral(clinic_, lena_, letter_.name()); }
  std::string Issue() { return testing::IssueReplyLink(clinic_, lena_, letter_.name()); }

  Reply Post(std::string_view path, const std::string& body, const std::string& more = "") {
    return Ask(gateway_->address(), PostOf(path, kFormType + more, body));
  }
  Reply Open(const std::string& code) { return Post("/reply/letter", "code=" + FormEncoded(code)); }
  Reply Send(const std::string& page, Referral::Answer answer, std::string_view text) {
    return Post("/reply/answer", "code=" + FormEncoded(HiddenField(page, "code")) +
                                     "&request_id=" + HiddenField(page, "request_id") +
                                     "&answer=" + std::to_string(answer) +
                                     "&text=" + FormEncoded(text) + "&name=Dr+Okafor");
  }

  testing::Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  Referral letter_;
  std::string code_;
  LogText log_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(Doctor, ReadsTheLetterAndAnswersItOnceHoweverOftenSheSends) {
  EXPECT_THAT(Ask(gateway_->address(), GetOf("/reply")).body,
              HasSubstr("action=\"/reply/letter\""));
  const Reply page = Open(code_);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.Header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.Header("cache-control"), "no-store");
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("Harbour Running Clinic"), HasSubstr("O&#39;Hara &amp; &lt;Sons&gt;"),
                    HasSubstr("Send the answer")));
  EXPECT_THAT(page.body, Not(HasSubstr("<Sons>")));

  for (int i = 0; i < 2; ++i) {
    const Reply thanks = Send(page.body, Referral::ANSWER_OTHER_FINDING, "Reactive\r\nsynovitis");
    EXPECT_EQ(thanks.status, 200) << thanks.body;
    EXPECT_THAT(thanks.body, HasSubstr("The clinic has your answer"));
  }
  const Referral answered = Now();
  ASSERT_EQ(answered.replies_size(), 1);
  EXPECT_EQ(answered.replies(0).answer(), Referral::ANSWER_OTHER_FINDING);
  EXPECT_EQ(answered.replies(0).text(), "Reactive\nsynovitis");
  EXPECT_EQ(answered.replies(0).answered_by(), "Dr Okafor");
  const Reply used = Open(code_);
  EXPECT_EQ(used.status, 403);
  EXPECT_THAT(used.body, HasSubstr("call the clinic"));
}

TEST_F(Doctor, LosesNothingOfWhatSheTypedWhenSomethingIsMissing) {
  const Reply page = Open(code_);
  const Reply again = Post(
      "/reply/answer",
      "code=" + FormEncoded(code_) + "&request_id=" + HiddenField(page.body, "request_id") +
          "&text=" + FormEncoded("</textarea><script>") + "&name=" + FormEncoded("\"Dr\" <O>"));
  EXPECT_EQ(again.status, 400);
  EXPECT_THAT(again.body,
              AllOf(HasSubstr("Your answer: "), HasSubstr("&lt;/textarea&gt;&lt;script&gt;"),
                    HasSubstr("value=\"&quot;Dr&quot; &lt;O&gt;\"")));
  EXPECT_EQ(HiddenField(again.body, "request_id"), HiddenField(page.body, "request_id"));
  EXPECT_EQ(Send(again.body, Referral::ANSWER_NOTHING_FOUND, "").status, 200);
}

TEST_F(Doctor, WhoExpectsThePatientGetsACodeForWhatComesOfIt) {
  const Reply accepted = Send(Open(code_).body, Referral::ANSWER_ACCEPTED, "");
  ASSERT_EQ(accepted.status, 200) << accepted.body;
  const std::string next = HiddenField(accepted.body, "code");
  EXPECT_NE(next, "");
  const Reply page = Open(next);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, Not(HasSubstr("I expect the patient")));
  EXPECT_EQ(Send(page.body, Referral::ANSWER_CONFIRMED, "").status, 200);
}

TEST_F(Doctor, AWrongCodeAndAFormOfAnotherPageAreToldInPlainWords) {
  EXPECT_EQ(Open("nonsense").status, 400);
  EXPECT_EQ(Open(letter_.name() + "/mrl1_nobodys").status, 403);
  EXPECT_EQ(Post("/reply/letter", "code=%zz").status, 400);
  EXPECT_EQ(
      Post("/reply/letter", "code=" + FormEncoded(code_), "Sec-Fetch-Site: cross-site\r\n").status,
      403);
  EXPECT_EQ(Post("/reply/letter", "code=" + FormEncoded(code_), "Origin: https://evil.example\r\n")
                .status,
            403);
  EXPECT_EQ(
      Ask(gateway_->address(), PostOf("/reply/letter", "Content-Type: text/plain\r\n", "")).status,
      415);
  EXPECT_EQ(Ask(gateway_->address(), GetOf("/reply/letter")).Header("location"), "/reply");
}

TEST_F(Doctor, NoCodeIsInTheLog) {
  Send(Open(code_).body, Referral::ANSWER_NOTHING_FOUND, "my words");
  const std::string text = log_.Text();
  EXPECT_THAT(text, HasSubstr("\"route\":\"/reply/answer\""));
  EXPECT_THAT(text, Not(HasSubstr("mrl1_")));
  EXPECT_THAT(text, Not(HasSubstr("patients")));
  EXPECT_THAT(text, Not(HasSubstr("Okafor")));
}

}  // namespace
}  // namespace midstance::gateway
