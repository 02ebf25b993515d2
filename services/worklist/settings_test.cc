#include "services/worklist/settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

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

struct EscalationRow {
  v1::Escalation::State state;
  int emergency, urgent, soon, watch;  // hours
};

class EscalationTarget : public ::testing::TestWithParam<EscalationRow> {};

TEST_P(EscalationTarget, IsTheTimeThatTheTableLeaves) {
  const auto settings = ShippedSettings();
  ASSERT_TRUE(settings.ok()) << settings.status();
  const EscalationRow& row = GetParam();
  const std::pair<rules::v1::Urgency, int> hours[] = {{rules::v1::EMERGENCY, row.emergency},
                                                      {rules::v1::URGENT, row.urgent},
                                                      {rules::v1::SOON, row.soon},
                                                      {rules::v1::WATCH, row.watch}};
  for (const auto& [urgency, expected] : hours) {
    const auto target = TargetOf(*settings, row.state, urgency);
    ASSERT_TRUE(target.has_value());
    EXPECT_EQ(target->within, std::chrono::hours{expected});
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, EscalationTarget,
    ::testing::Values(EscalationRow{v1::Escalation::STATE_OPEN, 1, 12, 48, 168},
                      EscalationRow{v1::Escalation::STATE_EVIDENCE_CHANGED, 1, 12, 48, 168},
                      EscalationRow{v1::Escalation::STATE_ACKNOWLEDGED, 1, 24, 72, 168}),
    [](const auto& param) { return v1::Escalation::State_Name(param.param.state); });

TEST(WorklistSettings, TellTheNextPersonAfterAnHourADayThreeDays) {
  const auto settings = ShippedSettings();
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(NextPersonAfter(*settings, rules::v1::EMERGENCY), std::chrono::hours{1});
  EXPECT_EQ(NextPersonAfter(*settings, rules::v1::URGENT), std::chrono::hours{24});
  EXPECT_EQ(NextPersonAfter(*settings, rules::v1::SOON), std::chrono::hours{72});
  EXPECT_EQ(NextPersonAfter(*settings, rules::v1::WATCH), std::chrono::hours{72});
}

TEST(WorklistSettings, LeaveNoStateOutThatSomebodyHasToEnd) {
  const auto settings = ShippedSettings();
  ASSERT_TRUE(settings.ok()) << settings.status();
  for (int state = v1::Escalation::State_MIN + 1; state <= v1::Escalation::State_MAX; ++state) {
    const auto of = static_cast<v1::Escalation::State>(state);
    EXPECT_EQ(TargetOf(*settings, of, rules::v1::SOON).has_value(),
              of != v1::Escalation::STATE_RESOLVED)
        << v1::Escalation::State_Name(of);
  }
  for (int state = Referral::State_MIN + 1; state <= Referral::State_MAX; ++state) {
    const auto of = static_cast<Referral::State>(state);
    EXPECT_EQ(TargetOf(*settings, of, rules::v1::SOON).has_value(),
              of != Referral::STATE_ACTED_ON && of != Referral::STATE_CLOSED)
        << Referral::State_Name(of);
  }
}

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
      "within { urgency: URGENT hours: 1 } within { urgency: EMERGENCY hours: 1 } } "
      "next_person_source: 's' next_person_after { urgency: WATCH hours: 2 } "
      "next_person_after { urgency: SOON hours: 2 } next_person_after { urgency: URGENT hours: 2 } "
      "next_person_after { urgency: EMERGENCY hours: 2 }";
  EXPECT_TRUE(ParseSettings(whole).ok());
  for (const char* missing : {"silent_after_days: 7", "silent_source: 's'", "waits_for: 'w'",
                              "within { urgency: WATCH hours: 1 }", "next_person_source: 's'",
                              "next_person_after { urgency: SOON hours: 2 }"}) {
    std::string text = whole;
    text.erase(text.find(missing), std::string(missing).size());
    EXPECT_EQ(ParseSettings(text).status().code(), absl::StatusCode::kFailedPrecondition)
        << missing;
  }
  const auto target = whole.find("referral_targets");
  const auto next = whole.find("next_person_source");
  EXPECT_FALSE(ParseSettings(whole + whole.substr(target, next - target)).ok());
  std::string never = whole;
  never.replace(never.find("hours: 2"), 8, "hours: 0");
  EXPECT_FALSE(ParseSettings(never).ok());
}

}  // namespace
}  // namespace midstance::worklist
