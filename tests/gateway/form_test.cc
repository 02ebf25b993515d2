#include "clients/gateway/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/core/link_code.h"

namespace midstance::gateway {
namespace {

using ::testing::Pair;
using ::testing::UnorderedElementsAre;

HttpRequest Head(std::vector<std::pair<std::string, std::string>> headers) {
  HttpRequest request;
  request.headers = std::move(headers);
  return request;
}

TEST(Forms, AreReadAsBrowsersWriteThem) {
  EXPECT_THAT(*ParseForm("a=1&b=two+words&c=%C3%A9%26%3D%0D%0Anext&d&=e&"),
              UnorderedElementsAre(Pair("a", "1"), Pair("b", "two words"),
                                   Pair("c", "\xC3\xA9&=\nnext"), Pair("d", ""), Pair("", "e")));
  EXPECT_TRUE(ParseForm("")->empty());
}

TEST(Forms, WhatIsNoFormIsRefused) {
  for (const char* const body : {"a=%", "a=%4", "a=%4g", "a=%-1", "a=1&a=2", "a=%ff", "%ff=a"}) {
    EXPECT_EQ(ParseForm(body), std::nullopt) << body;
  }
  std::string many;
  for (int i = 0; i < 17; ++i) many += "f" + std::to_string(i) + "=x&";
  EXPECT_EQ(ParseForm(many), std::nullopt);
}

TEST(Forms, ComeFromOurOwnPages) {
  EXPECT_TRUE(IsFromHere(Head({{"sec-fetch-site", "same-origin"}, {"origin", "null"}})));
  EXPECT_FALSE(IsFromHere(Head({{"sec-fetch-site", "cross-site"}})));
  EXPECT_FALSE(IsFromHere(Head({{"sec-fetch-site", "same-site"}})));
  EXPECT_FALSE(IsFromHere(
      Head({{"sec-fetch-site", "cross-site"}, {"origin", "https://here"}, {"host", "here"}})));
  EXPECT_TRUE(IsFromHere(Head({{"origin", "https://here"}, {"host", "Here"}})));
  EXPECT_FALSE(IsFromHere(Head({{"origin", "https://there"}, {"host", "here"}})));
  EXPECT_FALSE(IsFromHere(Head({{"origin", "https://here.there"}, {"host", "here"}})));
  EXPECT_TRUE(IsFromHere(Head({{"host", "here"}})));
}

TEST(Forms, WhatSomebodyWroteIsNoMarkup) {
  EXPECT_EQ(Escaped("<b a='1' c=\"2\">&amp;</b>"),
            "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;&lt;/b&gt;");
}

TEST(LinkCodes, AreTakenAloneAndAtTheEndOfALink) {
  for (const char* const text :
       {"patients/p/cases/c/referrals/r/mrl1_a-Z_9", " patients/p/cases/c/referrals/r/mrl1_a-Z_9\n",
        "https://here.example.org/reply#patients/p/cases/c/referrals/r/mrl1_a-Z_9"}) {
    const auto code = client::ParseLinkCode(text);
    ASSERT_TRUE(code) << text;
    EXPECT_EQ(code->name, "patients/p/cases/c/referrals/r");
    EXPECT_EQ(code->token, "mrl1_a-Z_9");
  }
  for (const char* const text :
       {"", "/", "mrl1_a", "/mrl1_a", "patients/p/", "patients/p/a b", "patients/<p>/mrl1_a",
        "patients/p/mrl1_\xc3\xa9", "https://here/reply#"}) {
    EXPECT_FALSE(client::ParseLinkCode(text)) << text;
  }
}

}  // namespace
}  // namespace midstance::gateway
