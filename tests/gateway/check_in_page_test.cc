// What the page of the check-in looks like from outside: languages, size, headers.

#include <gmock/gmock.h>

#include "tests/gateway/phone.h"

namespace midstance::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kMostBytes = 20'000;

TEST_F(PhonePage, SpeaksTheLanguageOfTheBrowserOrTheOneThatWasChosen) {
  Open(code_);
  EXPECT_THAT(Get("/check-in/today", "Accept-Language: de-CH\r\n").body,
              AllOf(HasSubstr("<html lang=de dir=ltr>"), HasSubstr(">Senden</button>")));
  const Reply chosen = Get("/check-in/today?lang=es", "Accept-Language: de-CH\r\n");
  EXPECT_THAT(chosen.body, AllOf(HasSubstr("<html lang=es"), HasSubstr("Enviar")));
  EXPECT_THAT(chosen.Header("set-cookie"), HasSubstr("__Host-language=es;"));
  cookie_ += "; __Host-language=es";
  EXPECT_THAT(Get("/check-in/today", "Accept-Language: de\r\n").body, HasSubstr("lang=es"));
  EXPECT_THAT(Get("/check-in/today?lang=xx%22").body, HasSubstr("<html lang=es"));
  EXPECT_THAT(Send(Get("/check-in/today?lang=de").body, "q-worst_nprs-3-1=1&none=1&asked=1").body,
              HasSubstr("<h1 tabindex=-1>Gesendet</h1>"));
}

TEST_F(PhonePage, TheLanguageThatIsChosenBeforeTheLinkIsOpenedStays) {
  const Reply chosen = Get("/check-in?lang=de", "Accept-Language: en\r\n");
  EXPECT_THAT(chosen.body, HasSubstr("<html lang=de"));
  EXPECT_THAT(chosen.Header("set-cookie"), HasSubstr("__Host-language=de;"));
  EXPECT_EQ(Get("/check-in", "Accept-Language: en\r\n").Header("set-cookie"), "");
}

TEST_F(PhonePage, IsSmallWithAllThatItLoadsOnADayWithARunAndThreeExercises) {
  PlanExercisesAndRuns();
  Open(code_);
  ASSERT_THAT(Get("/check-in/today").body, AllOf(HasSubstr("id=run"), HasSubstr("id=x-st-clam")));
  for (const char* const language : {"en", "de", "es"}) {
    std::size_t bytes = Get("/check-in/today?lang=" + std::string(language)).body.size();
    for (const char* const part :
         {"/check-in/page.css", "/check-in/page.js", "/check-in/worker.js", "/check-in/icon.svg"}) {
      const Reply reply = Get(part, "Accept-Encoding: gzip\r\n");
      EXPECT_EQ(reply.status, 200) << part;
      bytes += reply.body.size();
    }
    EXPECT_LE(bytes, kMostBytes) << language;
    RecordProperty("bytes_" + std::string(language), static_cast<int>(bytes));
  }
}

TEST_F(PhonePage, EveryAnswerHasTheSecurityHeadersAndATitleThatTellsNothing) {
  Open(code_);
  for (const char* const path :
       {"/check-in", "/check-in/today", "/check-in/today?change=1", "/check-in/page.js",
        "/check-in/page.css", "/check-in/worker.js", "/check-in/send"}) {
    const Reply reply = Get(path);
    EXPECT_THAT(reply.Header("content-security-policy"),
                AllOf(HasSubstr("default-src 'none'"), HasSubstr("script-src 'self'"),
                      Not(HasSubstr("unsafe"))))
        << path;
    EXPECT_EQ(reply.Header("x-content-type-options"), "nosniff") << path;
    EXPECT_EQ(reply.Header("referrer-policy"), "no-referrer") << path;
    if (reply.Header("content-type") != "text/html; charset=utf-8") continue;
    EXPECT_EQ(reply.Header("cache-control"), "no-store") << path;
    EXPECT_THAT(reply.body, AllOf(HasSubstr("<title>Check-in</title>"), Not(HasSubstr("<style")),
                                  Not(HasSubstr(" style=")), Not(HasSubstr("<script>")),
                                  Not(HasSubstr("https://"))))
        << path;
  }
  EXPECT_EQ(Get("/check-in/worker.js").Header("service-worker-allowed"), "/check-in");
}

}  // namespace
}  // namespace midstance::gateway
