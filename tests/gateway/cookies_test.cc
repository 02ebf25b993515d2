#include "clients/gateway/cookies.h"

#include <gtest/gtest.h>

namespace midstance::gateway {
namespace {

std::string_view Found(const HttpRequest& request) { return CookieOf(request, "__Host-a"); }

TEST(Cookies, OneIsFoundAmongOthers) {
  HttpRequest request;
  request.headers = {{"cookie", "__Host-ab=1; x__Host-a=2;  __Host-a=p/c/t=; b"}};
  EXPECT_EQ(Found(request), "p/c/t=");
}

TEST(Cookies, OneThatIsMissingOrThereTwiceIsNone) {
  HttpRequest request;
  EXPECT_EQ(Found(request), "");
  for (const char* const value : {"", ";", "=", "a", "__Host-a", "__Host-a=1; __Host-a=2"}) {
    request.headers = {{"cookie", value}};
    EXPECT_EQ(Found(request), "") << value;
  }
  request.headers = {{"cookie", "__Host-a=1"}, {"cookie", "__Host-a=1"}};
  EXPECT_EQ(Found(request), "");
}

}  // namespace
}  // namespace midstance::gateway
