#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/reports/reports_testing.h"

namespace midstance::reports {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FlagsByWeek : public ReportTest {
 protected:
  void Raised(const std::string& name, rules::v1::Urgency urgency) {
    v1::Escalation flag;
    flag.set_name(name);
    flag.set_family(name.substr(name.rfind('/') + 1));
    flag.set_state(v1::Escalation::STATE_OPEN);
    flag.set_urgency(urgency);
    *flag.mutable_raised_time() = TimestampOf(tester_.now);
    *flag.mutable_due_time() = TimestampOf(tester_.now + hours{72});
    tester_.Put(flag);
  }
};

TEST_F(FlagsByWeek, AreOfTheClinicsWeeksThoseWithoutOneToo) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  const Instant saturday = tester_.now;  // 1 March 2025
  Raised(of.name() + "/escalations/e1", rules::v1::URGENT);
  tester_.now = saturday + days{1};
  Raised(of.name() + "/escalations/e2", rules::v1::SOON);
  tester_.now = saturday + days{16};
  Raised(of.name() + "/escalations/e3", rules::v1::URGENT);
  const auto answer = Must(anna_, "escalation-weeks");
  ASSERT_THAT(answer.rows(), SizeIs(4));
  EXPECT_EQ(Cell(answer, 0, "week"), "2025-02-24");
  EXPECT_EQ(Cell(answer, 0, "raised"), "2");
  EXPECT_EQ(Cell(answer, 0, "urgent"), "1");
  EXPECT_EQ(Cell(answer, 1, "raised"), "0");
  EXPECT_EQ(Cell(answer, 3, "week"), "2025-03-17");
  EXPECT_EQ(Cell(answer, 3, "raised"), "1");
  auto request = Asking("escalation-weeks");
  *request.mutable_start_time() = TimestampOf(saturday + days{2});
  *request.mutable_end_time() = TimestampOf(saturday + days{9});
  EXPECT_THAT(Must(anna_, request).rows(), IsEmpty());
  *request.mutable_start_time() = TimestampOf(saturday - days{8});
  *request.mutable_end_time() = TimestampOf(saturday + days{2} - hours{9});
  const auto weeks = Must(anna_, request);
  ASSERT_THAT(weeks.rows(), SizeIs(2)) << "the period ends with the Sunday";
  EXPECT_EQ(Cell(weeks, 0, "week"), "2025-02-17");
}

}  // namespace
}  // namespace midstance::reports
