#include <gtest/gtest.h>

#include <string>

#include "services/reports/reports_testing.h"

namespace midstance::reports {
namespace {

using std::chrono::days;
using NewestFirst = ReportTest;

// Names of patients may be chosen, and tell nothing of when anything was made.
TEST_F(NewestFirst, ReferralsAndWaysBackBeginWithTheNewestWhateverPatientsAreCalled) {
  for (const char* of : {"patients/ben-s/cases/c2", "patients/anna-s/cases/c1"}) {
    v1::Referral referral;
    referral.set_name(std::string(of) + "/referrals/r");
    referral.set_state(v1::Referral::STATE_DRAFTED);
    referral.set_urgency(rules::v1::URGENT);
    tester_.Put(referral);
    v1::RunningPlan plan;
    plan.set_name(std::string(of) + "/runningPlans/p");
    plan.set_state(v1::RunningPlan::STATE_ACTIVE);
    tester_.Put(plan);
    tester_.now += days{1};
  }
  for (const int size : {1, 2}) {
    const auto referrals = MustAll(lead_, Asking("referrals"), size);
    EXPECT_EQ(Cell(referrals, 0, "referral"), "patients/anna-s/cases/c1/referrals/r");
    EXPECT_EQ(Cell(referrals, 1, "referral"), "patients/ben-s/cases/c2/referrals/r");
    const auto plans = MustAll(lead_, Asking("return-to-running"), size);
    EXPECT_EQ(Cell(plans, 0, "case"), "patients/anna-s/cases/c1");
    EXPECT_EQ(Cell(plans, 1, "case"), "patients/ben-s/cases/c2");
  }
}

}  // namespace
}  // namespace midstance::reports
