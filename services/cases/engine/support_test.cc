#include "services/cases/engine/support.h"

#include <gtest/gtest.h>

#include <string>

#include "services/rules/testing.h"

// Whether what a flag rested on held at all, when a record comes late.
namespace midstance::cases {
namespace {

constexpr Instant kRaised{Day{std::chrono::year{2026} / 3 / 2}};

class HeldAtAllTest : public ::testing::Test {
 protected:
  v1::Escalation RestingOn(const std::string& code) const {
    v1::Escalation flag;
    flag.set_family("process");
    auto& firing = *flag.add_firings();
    firing.set_rule_set_digest(engine_.rules().digest());
    *firing.mutable_raised_time() = TimestampOf(kRaised);
    firing.mutable_result()->set_family("process");
    firing.mutable_result()->set_urgency(rules::v1::WATCH);
    firing.mutable_result()->add_evidence()->set_code(code);
    return flag;
  }
  bool Held(const v1::Escalation& flag) const {
    return HeldAtAll(engine_, rules::Timeline::Build(engine_.rules(), {}), kRaised,
                     kRaised + std::chrono::days{1}, flag);
  }

  const RuleEngine engine_{rules::CoreInUtc()};
};

TEST_F(HeldAtAllTest, WhatTheServerFoundIsNotTakenBackByALateRecord) {
  EXPECT_TRUE(Held(RestingOn("emergency_unanswered_h")));
}

TEST_F(HeldAtAllTest, WhatNoRecordSaysWasNeverHeld) { EXPECT_FALSE(Held(RestingOn("swelling"))); }

}  // namespace
}  // namespace midstance::cases
