#include "services/ledger/chains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "services/cases/engine/timeline_loader.h"
#include "support/time.h"

namespace midstance::ledger {
namespace {

using rules::v1::RuleResult;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Escalation;

constexpr char kRecord[] = "patients/p/cases/c/checkIns/k";

std::vector<std::string> Texts(const std::vector<Violation>& violations) {
  std::vector<std::string> texts;
  for (const auto& one : violations) texts.push_back(one.resource + " " + one.what);
  return texts;
}

class Chains : public ::testing::Test {
 protected:
  static RuleResult Swelling(rules::v1::Urgency urgency, Instant entered) {
    RuleResult result;
    result.set_rule("swelling-persistent");
    result.set_family("swelling");
    result.set_fingerprint("swelling@knee/left");
    result.mutable_site()->set_area(rules::v1::KNEE);
    result.mutable_site()->set_side(rules::v1::LEFT);
    result.set_truth(rules::v1::HOLDS);
    result.set_urgency(urgency);
    auto& evidence = *result.add_evidence();
    evidence.set_entry(kRecord);
    evidence.set_code("swelling");
    evidence.set_observed("1");
    *evidence.mutable_observed_time() = TimestampOf(entered);
    *evidence.mutable_entered_time() = TimestampOf(entered);
    return result;
  }
  static Escalation Carrier(const std::string& id, const RuleResult& result,
                            Escalation::State state = Escalation::STATE_OPEN) {
    Escalation escalation;
    escalation.set_name("patients/p/cases/c/escalations/" + id);
    escalation.set_family(result.family());
    *escalation.mutable_site() = cases::SiteOf(result.site());
    escalation.set_urgency(result.urgency());
    escalation.set_state(state);
    *escalation.add_firings()->mutable_result() = result;
    return escalation;
  }
  static Escalation Resolved(const std::string& id, const RuleResult& result, Instant at) {
    auto escalation = Carrier(id, result, Escalation::STATE_RESOLVED);
    *escalation.mutable_resolution()->mutable_resolve_time() = TimestampOf(at);
    return escalation;
  }
  static std::vector<std::string> Check(const std::vector<RuleResult>& held,
                                        const std::vector<RuleResult>& holds,
                                        const std::vector<Escalation>& escalations) {
    return Texts(CheckChains(held, holds, escalations));
  }

  const Instant start_{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
  const RuleResult soon_ = Swelling(rules::v1::SOON, start_);
};

TEST_F(Chains, AFlagWithItsEscalationIsWhole) {
  EXPECT_THAT(Check({soon_}, {soon_}, {Carrier("e", soon_)}), IsEmpty());
  EXPECT_EQ(FlagsIn(std::vector{soon_, Swelling(rules::v1::URGENT, start_)}), 1);
}

TEST_F(Chains, AFlagWithoutAnEscalationIsNamedByTheRecordThatCompletedIt) {
  const auto lost =
      ElementsAre(std::string(kRecord) + " completed a flag that no escalation carries");
  EXPECT_THAT(Check({soon_}, {}, {}), lost);
  auto elsewhere = Carrier("e", soon_);
  elsewhere.mutable_site()->set_side(v1::SIDE_RIGHT);
  EXPECT_THAT(Check({soon_}, {}, {elsewhere}), lost);
  auto by_hand = Carrier("e", soon_);
  by_hand.mutable_by_hand()->set_raised_by("users/anna");
  EXPECT_THAT(Check({soon_}, {}, {by_hand}), lost);
}

TEST_F(Chains, AnEscalationIsAsUrgentAsItsFlagEverWas) {
  const auto urgent = Swelling(rules::v1::URGENT, start_);
  EXPECT_THAT(Check({soon_, urgent}, {}, {Carrier("e", soon_)}),
              ElementsAre("patients/p/cases/c/escalations/e is less urgent than the flag that it "
                          "carries was"));
  EXPECT_THAT(Check({soon_, urgent}, {}, {Carrier("e", soon_), Resolved("f", urgent, start_)}),
              IsEmpty());
}

TEST_F(Chains, OfOneFlagOneIsOpenAtMost) {
  EXPECT_THAT(Check({soon_}, {}, {Carrier("e", soon_), Carrier("f", soon_)}),
              ElementsAre("patients/p/cases/c/escalations/f is open beside another one of the "
                          "same flag"));
  EXPECT_THAT(Check({soon_}, {}, {Resolved("e", soon_, start_), Carrier("f", soon_)}), IsEmpty());
}

TEST_F(Chains, WhatHoldsAnewAfterItWasResolvedIsCarriedByAnOpenOne) {
  const auto anew = [&] {
    auto result = Swelling(rules::v1::SOON, start_ + hours{48});
    result.mutable_evidence(0)->set_entry("patients/p/cases/c/checkIns/l");
    return result;
  }();
  const auto resolved = Resolved("e", soon_, start_ + hours{1});
  EXPECT_THAT(Check({anew}, {anew}, {resolved}),
              ElementsAre("patients/p/cases/c/checkIns/l completed a flag anew that no open "
                          "escalation carries"));
  EXPECT_THAT(Check({anew}, {anew}, {resolved, Carrier("f", anew)}), IsEmpty());
  // What holds by what somebody answered for is answered.
  EXPECT_THAT(Check({soon_}, {soon_}, {resolved}), IsEmpty());
  // Also when the record was amended since and says the same.
  auto amended = soon_;
  amended.mutable_evidence(0)->set_entry("patients/p/cases/c/checkIns/m");
  *amended.mutable_evidence(0)->mutable_entered_time() = TimestampOf(start_ + hours{72});
  EXPECT_THAT(Check({amended}, {amended}, {resolved}), IsEmpty());
}

}  // namespace
}  // namespace midstance::ledger
