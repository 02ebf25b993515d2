// A patient checks in on her phone, without a script.

#include <gmock/gmock.h>

#include "tests/gateway/phone.h"

namespace midstance::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kPain[] = "q-worst_nprs-3-1";

// Whatever the form has to tick, there is nothing of it.
constexpr char kAsked[] = "&none=1&asked=1";

TEST_F(PhonePage, TheLinkIsKeptInACookieOfThisHostAlone) {
  EXPECT_THAT(Get("/check-in").body,
              AllOf(HasSubstr("action=/check-in/open"), HasSubstr("555 0100")));
  const Reply opened = Open("https://here/check-in#" + code_);
  EXPECT_EQ(opened.status, 303);
  EXPECT_EQ(opened.Header("location"), "/check-in/today");
  EXPECT_EQ(
      opened.Header("set-cookie"),
      "__Host-check-in=" + code_ + "; Max-Age=2592000; Path=/; Secure; HttpOnly; SameSite=Strict");
  const Reply page = Get("/check-in/today");
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.Header("cache-control"), "no-store");
  EXPECT_THAT(page.body, AllOf(HasSubstr("id=check-in-form"), HasSubstr("tel:5550100"),
                               HasSubstr("tel:112"), HasSubstr(kPain)));
  EXPECT_THAT(page.body, Not(HasSubstr(case_))) << "the page names nobody";
}

TEST_F(PhonePage, WhoHasNoLinkIsAskedForIt) {
  EXPECT_EQ(Get("/check-in/today").Header("location"), "/check-in");
  EXPECT_EQ(Post("/check-in/send", "q-fever=no").status, 401);
  EXPECT_EQ(Open("nonsense").status, 400);
  EXPECT_EQ(cookie_, "");
}

TEST_F(PhonePage, AQuietDayIsRecordedOnceHoweverOftenItIsSent) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  for (int i = 0; i < 2; ++i) {
    const Reply sent = Send(page, std::string(kPain) + "=0" + kAsked);
    ASSERT_EQ(sent.status, 200) << sent.body;
    EXPECT_THAT(sent.body, AllOf(HasSubstr("id=sent-page"), HasSubstr("id=advice"),
                                 HasSubstr("id=safety"), HasSubstr("tel:112")));
  }
  v1::CheckIn told;
  EXPECT_EQ(Recorded(&told), 1U);
  EXPECT_EQ(told.reports(0).observations(0).code(), "worst_nprs");
  EXPECT_EQ(told.reports(0).observations(0).number(), 0);
}

TEST_F(PhonePage, TheSameFormWithOtherAnswersKeepsTheFirst) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  EXPECT_EQ(Send(page, std::string(kPain) + "=1" + kAsked).status, 200);
  const Reply other = Send(page, std::string(kPain) + "=2" + kAsked);
  EXPECT_EQ(other.status, 409);
  EXPECT_THAT(other.body, HasSubstr("id=kept-page"));
  EXPECT_EQ(Recorded(), 1U);
}

TEST_F(PhonePage, TodaysAnswersAreChangedAndNotToldTwice) {
  Open(code_);
  Send(Get("/check-in/today").body, std::string(kPain) + "=4" + kAsked + "&note=hello");
  const std::string told = Get("/check-in/today").body;
  EXPECT_THAT(told, AllOf(HasSubstr("id=told-page"), HasSubstr("?change=1"), HasSubstr("?second=1"),
                          Not(HasSubstr("check-in-form"))));
  const std::string page = Get("/check-in/today?change=1").body;
  EXPECT_THAT(page, AllOf(HasSubstr("name=" + std::string(kPain) + " value=4 checked"),
                          HasSubstr("hello</textarea>")));
  for (int i = 0; i < 2; ++i) {
    const Reply sent = Send(page, std::string(kPain) + "=3" + kAsked + "&note=hello");
    EXPECT_EQ(sent.status, 200) << sent.body;
  }
  v1::CheckIn now;
  EXPECT_EQ(Recorded(&now), 1U);
  EXPECT_NE(now.amends(), "");
  EXPECT_EQ(now.reports(0).observations(0).number(), 3);

  EXPECT_EQ(Send(page, std::string(kPain) + "=5" + kAsked).status, 409) << "changed meanwhile";
  const std::string second = Get("/check-in/today?second=1").body;
  EXPECT_EQ(Send(second, std::string(kPain) + "=6" + kAsked).status, 200);
  EXPECT_EQ(Recorded(), 2U);
}

TEST_F(PhonePage, NothingOfWhatWasFilledInIsLostWhenSomethingIsWrong) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  const Reply again =
      Send(page, "t-rest_nprs-3-1=1&q-rest_nprs-3-1=3&q-load_off_h=soon&" + std::string(kPain) +
                     "=2" + kAsked + "&note=" + FormEncoded("</textarea><script>\"O'Hara\""));
  EXPECT_EQ(again.status, 400);
  EXPECT_THAT(
      again.body,
      AllOf(HasSubstr("role=alert"), HasSubstr("aria-describedby=e-q-load_off_h"),
            HasSubstr("id=e-q-load_off_h"), HasSubstr("value=2 checked"),
            HasSubstr("&lt;/textarea&gt;&lt;script&gt;"), Not(HasSubstr("</textarea><script>"))));
  EXPECT_EQ(HiddenField(again.body, "request_id"), HiddenField(page, "request_id"));
  EXPECT_EQ(Send(again.body, "t-rest_nprs-3-1=1&q-rest_nprs-3-1=3&q-load_off_h=3&" +
                                 std::string(kPain) + "=2" + kAsked)
                .status,
            200);

  EXPECT_EQ(Send(page, "asked=1").status, 400) << "nothing is filled in";
  EXPECT_THAT(Send(page, "q-mood-3-1=5").body, HasSubstr("id=stale-page"))
      << "a page of another version";
}

TEST_F(PhonePage, WhenTheServerIsAwayNobodyKnowsAndNothingIsLost) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  auto alone = Gateway::Start(ToNobody(), log_.logger(),
                              {.listen = "127.0.0.1:0",
                               .limits = {.call_time = std::chrono::milliseconds(500)},
                               .contact = {.clinic_phone = "555 0100"}});
  ASSERT_TRUE(alone.ok());
  std::swap(gateway_, *alone);
  const Reply away = Send(page, std::string(kPain) + "=7&note=still+here" + kAsked);
  EXPECT_EQ(away.status, 503);
  EXPECT_THAT(away.body, AllOf(HasSubstr("role=alert"), HasSubstr("nobody there knows"),
                               HasSubstr("tel:5550100"), HasSubstr("value=7 checked"),
                               HasSubstr("still here</textarea>")));
  EXPECT_EQ(HiddenField(away.body, "request_id"), HiddenField(page, "request_id"));
  const Reply form = Get("/check-in/today");
  EXPECT_EQ(form.status, 503);
  EXPECT_THAT(form.body, AllOf(HasSubstr("id=down-page"), HasSubstr("tel:5550100")));
  std::swap(gateway_, *alone);
  EXPECT_EQ(Send(away.body, std::string(kPain) + "=7" + kAsked).status, 200);
  EXPECT_EQ(Recorded(), 1U);
}

TEST_F(PhonePage, ALinkThatIsOpenedWhileTheServerIsAwayTakesThePlaceOfTheOneBefore) {
  Open(case_ + '/' + Issue());
  auto alone = Gateway::Start(
      ToNobody(), log_.logger(),
      {.listen = "127.0.0.1:0", .limits = {.call_time = std::chrono::milliseconds(500)}});
  ASSERT_TRUE(alone.ok());
  std::swap(gateway_, *alone);
  const Reply away = Open(code_);
  EXPECT_EQ(away.status, 503);
  EXPECT_THAT(away.body, HasSubstr("id=down-page"));
  std::swap(gateway_, *alone);
  EXPECT_THAT(cookie_, HasSubstr(code_)) << "to try again opens what was opened last";
  EXPECT_EQ(Get("/check-in/today").status, 200);
}

TEST_F(PhonePage, ALinkThatIsOverSaysWhomToCallAndForgetsItself) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  clinic_.clock().Advance(std::chrono::hours(8 * 24));
  for (const Reply& reply : {Get("/check-in/today"), Send(page, std::string(kPain) + "=1" + kAsked),
                             Open(code_), Open(case_ + "/mcl1_nobodys")}) {
    EXPECT_THAT(reply.status, ::testing::AnyOf(401, 403));
    EXPECT_THAT(reply.body, AllOf(HasSubstr("id=gone-page"), HasSubstr("tel:5550100")));
    EXPECT_THAT(reply.Header("set-cookie"), HasSubstr("__Host-check-in=; Max-Age=0;"));
  }
}

TEST_F(PhonePage, AnswersOfOnePatientAreNotSentWithTheLinkOfAnother) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  Open(CodeOfAnother());
  const Reply other = Send(page, std::string(kPain) + "=1" + kAsked);
  EXPECT_EQ(other.status, 403);
  EXPECT_THAT(other.body, HasSubstr("id=other-page"));
  EXPECT_EQ(Recorded(), 0U);
}

TEST_F(PhonePage, AnswersThatWaitedAreSentWithANewLinkOfHers) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  Open(case_ + '/' + Issue());
  EXPECT_EQ(Send(page, std::string(kPain) + "=1" + kAsked).status, 200);
  EXPECT_EQ(Recorded(), 1U);
}

TEST_F(PhonePage, WhatArrivedAtOnceIsNotToldTwiceWhenItIsSentAgainWithItsTime) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  const std::string answers = std::string(kPain) + "=1" + kAsked;
  EXPECT_EQ(Send(page, answers).status, 200);
  const Reply again = Send(page, answers + "&occurred=" + FormEncoded("2026-03-01T08:00:00Z"));
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(Send(page, std::string(kPain) + "=2" + kAsked +
                           "&occurred=" + FormEncoded("2026-03-01T08:00:00Z"))
                .status,
            409);
  EXPECT_EQ(Recorded(), 1U);
}

TEST_F(PhonePage, ANumberThatIsNoneIsNamedAndDoesNotCountAsUnanswered) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  const std::string rest = "t-rest_nprs-3-1=1&q-rest_nprs-3-1=3&" + std::string(kPain) + "=2";
  const Reply wrong = Send(page, rest + kAsked + "&q-load_off_h=48-72");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, AllOf(HasSubstr("id=e-q-load_off_h"), HasSubstr("value=48-72"),
                                Not(HasSubstr("type=number"))));
  EXPECT_EQ(Send(page, rest + kAsked + "&q-load_off_h=2,5").status, 200);
}

TEST_F(PhonePage, WhoIsAskedAboutTheListSaysNoneWithTheButtonOrWithTheBoxOrWithBoth) {
  Open(code_);
  const std::string page = Get("/check-in/today").body;
  const std::string pain = std::string(kPain) + "=2";
  const Reply asked = Send(page, pain);
  EXPECT_THAT(asked.body, AllOf(HasSubstr("id=ask-list role=alert tabindex=-1 autofocus>"),
                                HasSubstr("<button id=ask-none name=asked value=none>")));
  for (const char* const said : {"&asked=none", "&none=1&asked=none", "&none=1"}) {
    EXPECT_THAT(Send(page, pain + said).body, HasSubstr("id=sent-page")) << said;
  }
  v1::CheckIn told;
  EXPECT_EQ(Recorded(&told), 1U);
  EXPECT_GT(told.general_size(), 0) << "none of these";
}

TEST_F(PhonePage, WhoHasCheckedInIsToldOfAHoldUntilItIsOver) {
  Open(code_);
  const Reply sent = Send(Get("/check-in/today").body,
                          "q-warmth-3-1=yes&q-fever=yes&t-wb-3-1=1&q-wb-3-1=unable&none=1");
  EXPECT_THAT(sent.body, HasSubstr("id=hold class=held"));
  const std::string told = Get("/check-in/today").body;
  EXPECT_THAT(told, AllOf(HasSubstr("id=told-page"), HasSubstr("id=hold class=held"),
                          HasSubstr("Running: on hold")));
  EXPECT_THAT(Get("/check-in/today?second=1").body, HasSubstr("id=form-page"));
}

TEST_F(PhonePage, PostsOfOtherSitesAreRefused) {
  Open(code_);
  for (const char* const path : {"/check-in/open", "/check-in/send", "/check-in/forget"}) {
    for (const char* const from :
         {"Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n",
          "Origin: https://evil.example\r\n"}) {
      EXPECT_EQ(Post(path, "code=" + FormEncoded(code_), from).status, 403) << path << from;
    }
    EXPECT_EQ(Ask(gateway_->address(), PostOf(path, "Content-Type: text/plain\r\n", "")).status,
              415);
    EXPECT_EQ(Get(path).Header("location"), "/check-in/today");
  }
  EXPECT_EQ(Post("/check-in/send", "link=guessed&form=&request_id=x").status, 400);
  EXPECT_EQ(Post("/check-in/today", "").status, 405);
}

TEST_F(PhonePage, ThePhoneCanForgetTheLink) {
  Open(code_);
  const Reply forgotten = Post("/check-in/forget", "");
  EXPECT_EQ(forgotten.status, 200);
  EXPECT_EQ(forgotten.Header("set-cookie"),
            "__Host-check-in=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict");
}

TEST_F(PhonePage, NoCodeIsInTheLogAndEveryRouteHasItsName) {
  Open(code_);
  Send(Get("/check-in/today?lang=de").body, std::string(kPain) + "=1" + kAsked);
  Get("/check-in?x=" + code_);
  const std::string text = log_.Text();
  EXPECT_THAT(text, AllOf(HasSubstr(R"("route":"/check-in/open")"),
                          HasSubstr(R"("route":"/check-in/today")"),
                          HasSubstr(R"("route":"/check-in/send")")));
  EXPECT_THAT(text, Not(HasSubstr("patients")));
  EXPECT_THAT(text, Not(HasSubstr("mcl1_")));
  EXPECT_THAT(text, Not(HasSubstr("worst")));
}

}  // namespace
}  // namespace midstance::gateway
