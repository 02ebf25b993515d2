#include "services/worklist/settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace midstance::worklist {
namespace {

using v1::Referral;

struct TargetRow {
  Referral::State state;
  int emergency, urgent, soon;  // hours
};

class ReferralTarget : public ::testing::TestWithParam<TargetRow> {};

TEST_P(ReferralTarget, IsTheTimeThatTheTableLeaves) {
  const auto settings = ShippedSettings();
  ASSERT_TRUE(settings.ok()) << settings.status();
  const TargetRow& row = GetParam();
  const auto hours = [&](rules::v1::Urgency urgency) {
    const auto target = TargetOf(*settings, row.state, urgency);
    EXPECT_TRUE(target.has_value());
    EXPECT_FALSE(target.has_value() && target->waits_for.empty());
    return target.has_value() ? std::chrono::floor<std::chrono::hours>(target->within).count() : -1;
  };
  EXPECT_EQ(hours(rules::v1::EMERGENCY), row.emergency);
  EXPECT_EQ(hours(rules::v1::URGENT), row.urgent);
  EXPECT_EQ(hours(rules::v1::SOON), row.soon);
  EXPECT_EQ(hours(rules::v1::WATCH), row.soon);
}

INSTANTIATE_TEST_SUITE_P(Table, ReferralTarget,
                         ::testing::Values(TargetRow{Referral::STATE_DRAFTED, 1, 12, 48},
                                           TargetRow{Referral::STATE_SENT, 0, 24, 72},
                                           TargetRow{Referral::STATE_DELIVERED, 0, 24, 72},
                                           TargetRow{Referral::STATE_ACKNOWLEDGED, 12, 72, 336},
                                           TargetRow{Referral::STATE_SCHEDULED, 12, 72, 336},
                                           TargetRow{Referral::STATE_SEEN, 168, 336, 720},
                                           TargetRow{Referral::STATE_REPORT_RECEIVED, 1, 24, 72},
                                           TargetRow{Referral::STATE_DECLINED, 1, 24, 72},
                                           TargetRow{Referral::STATE_LOST, 1, 24, 72},
                                           TargetRow{Referral::STATE_RETURNED, 1, 24, 72}),
                         [](const auto& param) { return Referral::State_Name(param.param.state); });

TEST(WorklistSettings, LeaveReferralsAloneThatWaitForNobody) {
  const auto settings = ShippedSettings();
  ASSERT_TRUE(settings.ok()) << settings.status();
  for (const auto state : {Referral::STATE_ACTED_ON, Referral::STATE_CLOSED}) {
    EXPECT_FALSE(TargetOf(*settings, state, rules::v1::URGENT).has_value());
  }
  EXPECT_EQ(settings->silent_after_days(), 7);
}

TEST(WorklistSettings, AreRefusedWhenANumberOrASourceIsMissing) {
  const std::string whole =
      "silent_after_days: 7 silent_source: 's' referral_targets { states: STATE_SENT waits_for: "
      "'w' "
      "source: 's' within { urgency: WATCH hours: 1 } within { urgency: SOON hours: 1 } "
      "within { urgency: URGENT hours: 1 } within { urgency: EMERGENCY hours: 1 } }";
  EXPECT_TRUE(ParseSettings(whole).ok());
  for (const char* missing : {"silent_after_days: 7", "silent_source: 's'", "waits_for: 'w'",
                              "within { urgency: WATCH hours: 1 }"}) {
    std::string text = whole;
    text.erase(text.find(missing), std::string(missing).size());
    EXPECT_EQ(ParseSettings(text).status().code(), absl::StatusCode::kFailedPrecondition)
        << missing;
  }
  EXPECT_FALSE(ParseSettings(whole + whole.substr(whole.find("referral_targets"))).ok());
}

}  // namespace
}  // namespace midstance::worklist
