#include "services/rpc/paging.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <limits>
#include <string>

#include "support/policy.h"
#include "support/status.h"

namespace midstance::rpc {
namespace {

constexpr std::array<std::uint8_t, TokenSealer::kKeyBytes> kKey = {3};
constexpr std::array<std::uint8_t, TokenSealer::kKeyBytes> kOtherKey = {4};

Asked Of(int page_size) {
  Asked asked;
  asked.page_size = page_size;
  return asked;
}

TEST(PageSize, IsFiftyUnlessToldAndFiveHundredAtMost) {
  EXPECT_EQ(*PageSizeOf(Of(0)), 50);
  EXPECT_EQ(*PageSizeOf(Of(1)), 1);
  EXPECT_EQ(*PageSizeOf(Of(500)), 500);
  EXPECT_EQ(*PageSizeOf(Of(501)), 500);
  EXPECT_EQ(*PageSizeOf(Of(std::numeric_limits<int>::max())), 500);
}

TEST(PageSize, IsNotNegative) {
  for (const int size : {-1, std::numeric_limits<int>::min()}) {
    const auto refused = PageSizeOf(Of(size)).status();
    EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID);
    ASSERT_TRUE(BadRequestOf(refused).has_value());
    ASSERT_EQ(BadRequestOf(refused)->field_violations_size(), 1);
    EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "page_size");
  }
}

class PageTokens : public ::testing::Test {
 protected:
  PageTokens() {
    policy_.path = "/midstance.v1.CheckInService/ListCheckIns";
    call_.policy = &policy_;
    call_.principal.name = "users/kim";
    asked_.parent = "patients/p/cases/c";
    asked_.filter = "create_time > 2026-01-01T00:00:00Z";
    asked_.order_by = "occurred_time";
    asked_.show_deleted = true;
    token_ = SealPageToken(sealer_, call_, asked_, "patients/p/cases/c/checkIns/k");
    asked_.page_token = token_;
  }
  v1::ErrorReason Opened(const Asked& asked) {
    return ReasonOf(OpenPageToken(sealer_, call_, asked).status());
  }

  const TokenSealer sealer_{kKey};
  MethodPolicy policy_;
  Call call_;
  Asked asked_;
  std::string token_;
};

TEST_F(PageTokens, LeadOnFromTheLastRowForTheSameQuery) {
  EXPECT_EQ(*OpenPageToken(sealer_, call_, asked_), "patients/p/cases/c/checkIns/k");
  asked_.page_size = 7;  // may differ from page to page
  EXPECT_EQ(*OpenPageToken(sealer_, call_, asked_), "patients/p/cases/c/checkIns/k");
}

TEST_F(PageTokens, AreNotGivenWhenThereIsNoMore) {
  EXPECT_EQ(SealPageToken(sealer_, call_, asked_, ""), "");
  asked_.page_token = "";
  EXPECT_EQ(*OpenPageToken(sealer_, call_, asked_), "");
}

TEST_F(PageTokens, AreRefusedForAnyOtherQuery) {
  const std::function<void(Asked&)> changes[] = {
      [](Asked& asked) { asked.parent = "patients/p/cases/d"; },
      [](Asked& asked) { asked.filter = ""; },
      [](Asked& asked) { asked.order_by = "occurred_time desc"; },
      [](Asked& asked) { asked.show_deleted = false; },
      // What one part loses, the next has.
      [](Asked& asked) {
        asked.parent = "patients/p/cases/";
        asked.filter = "ccreate_time > 2026-01-01T00:00:00Z";
      },
  };
  for (const auto& change : changes) {
    Asked other = asked_;
    change(other);
    EXPECT_EQ(Opened(other), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << &change - changes;
  }
}

TEST_F(PageTokens, AreRefusedForAnotherCallerAndAnotherMethod) {
  call_.principal.name = "users/lee";
  EXPECT_EQ(Opened(asked_), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  call_.principal.name = "users/kim";
  policy_.path = "/midstance.v1.EscalationService/ListEscalations";
  EXPECT_EQ(Opened(asked_), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST_F(PageTokens, AreRefusedWhenTheyWereNotSealedHere) {
  for (const std::string& token :
       {std::string("next"), token_.substr(1), token_ + "A",
        SealPageToken(TokenSealer(kOtherKey), call_, asked_, "patients/p/cases/c/checkIns/k"),
        sealer_.Seal("page", "not a token"),
        sealer_.Seal("resume", *sealer_.Open("page", token_))}) {
    asked_.page_token = token;
    EXPECT_EQ(Opened(asked_), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << token;
  }
}

}  // namespace
}  // namespace midstance::rpc
