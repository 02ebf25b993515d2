#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "services/delivery/settings.h"

namespace midstance::delivery {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;

config::v1::DeliverySettings::Retry RetryWith(std::uint32_t first, std::uint32_t most,
                                              std::uint32_t tries) {
  config::v1::DeliverySettings::Retry retry;
  retry.set_first_seconds(first);
  retry.set_most_seconds(most);
  retry.set_tries(tries);
  return retry;
}

TEST(Backoff, DoublesUpToItsCapAndThenGoesOnEvenly) {
  const auto retry = RetryWith(60, 600, 100);
  std::vector<Duration> waits;
  for (int tries = 1; tries <= 7; ++tries) waits.push_back(WaitAfter(retry, tries));
  EXPECT_THAT(waits, ElementsAre(minutes{1}, minutes{2}, minutes{4}, minutes{8}, minutes{10},
                                 minutes{10}, minutes{10}));
}

TEST(Backoff, BeginsAgainWhenSomebodyHasItTriedAgain) {
  const auto retry = RetryWith(60, 3600, 3);
  EXPECT_FALSE(GivenUp(retry, 2));
  EXPECT_TRUE(GivenUp(retry, 3));
  EXPECT_FALSE(GivenUp(retry, 4));
  EXPECT_EQ(WaitAfter(retry, 4), Duration{minutes{1}});
  EXPECT_TRUE(GivenUp(retry, 6));
}

TEST(Backoff, OfTheShippedSettingsEndsWhenTheySay) {
  const auto settings = *ShippedSettings();
  const auto whole = [](const config::v1::DeliverySettings::Retry& retry) {
    Duration sum{};
    for (int tries = 1; !GivenUp(retry, tries); ++tries) sum += WaitAfter(retry, tries);
    return sum;
  };
  const auto emergency = whole(RetryOf(settings, v1::Delivery::KIND_NOTICE, rules::v1::EMERGENCY));
  EXPECT_GE(emergency, hours{3});
  EXPECT_LE(emergency, hours{4});
  const auto urgent = whole(RetryOf(settings, v1::Delivery::KIND_NOTICE, rules::v1::URGENT));
  EXPECT_GE(urgent, hours{22});
  EXPECT_LE(urgent, hours{25});
  const auto letter = whole(RetryOf(settings, v1::Delivery::KIND_LETTER, rules::v1::EMERGENCY));
  EXPECT_GE(letter, hours{20});
  EXPECT_LE(letter, hours{25});
}

TEST(Settings, SayWhichEventsGoOut) {
  using Event = v1::Escalation::Event;
  const auto settings = *ShippedSettings();
  EXPECT_TRUE(GoesOut(settings, Event::KIND_OPENED, rules::v1::EMERGENCY));
  EXPECT_TRUE(GoesOut(settings, Event::KIND_UPGRADED, rules::v1::URGENT));
  EXPECT_TRUE(GoesOut(settings, Event::KIND_REOPENED, rules::v1::URGENT));
  EXPECT_FALSE(GoesOut(settings, Event::KIND_OPENED, rules::v1::SOON));
  EXPECT_FALSE(GoesOut(settings, Event::KIND_REOPENED, rules::v1::SOON));
  EXPECT_TRUE(GoesOut(settings, Event::KIND_LATE, rules::v1::WATCH));
  EXPECT_TRUE(GoesOut(settings, Event::KIND_HANDED_OVER, rules::v1::SOON));
  EXPECT_FALSE(GoesOut(settings, Event::KIND_EVIDENCE_ADDED, rules::v1::EMERGENCY));
}

TEST(Settings, OfAServerTakeThePlaceOfTheShippedOnesPartByPart) {
  config::v1::DeliverySettings own;
  *own.mutable_letter_retry() = RetryWith(1, 2, 3);
  const auto settings = SettingsOf(own);
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->letter_retry().tries(), 3U);
  EXPECT_EQ(settings->notice_retry().tries(), ShippedSettings()->notice_retry().tries());
  EXPECT_EQ(settings->notices_size(), 5);
  *own.mutable_letter_retry() = RetryWith(10, 2, 3);
  EXPECT_FALSE(SettingsOf(own).ok());
  auto& notice = *own.add_notices();
  notice.set_kind(v1::Escalation::Event::KIND_RESOLVED);
  EXPECT_FALSE(SettingsOf(own).ok());
}

}  // namespace
}  // namespace midstance::delivery
