#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "midstance/v1/progress_service.pb.h"
#include "services/adherence/program_testing.h"
#include "services/progress/verbs.h"
#include "services/reports/reports_testing.h"
#include "services/reports/rows.h"

namespace midstance::reports {
namespace {

using adherence::DayAt;
using adherence::DayText;
using std::chrono::hours;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AdherenceReport : public ReportTest {
 protected:
  void SetUp() override {
    ReportTest::SetUp();
    tester_.now = Instant{DayAt(27)} + hours{18};
    program_ = ACase("anna-s", "c1", v1::Case::STATE_IN_PROGRAM, "users/anna").name();
    ACase("anna-s", "without", v1::Case::STATE_IN_PROGRAM, "users/anna");
  }
  void Prescribe(const std::string& case_name, adherence::Program program,
                 const std::string& id = "e") {
    program.get().set_name(case_name + "/enrollments/" + id);
    tester_.Put(program.get());
  }
  void Tell(const std::string& case_name, adherence::Told told) {
    told.get().set_name(case_name + "/checkIns/t" + std::to_string(++told_));
    tester_.Put(told.get());
  }
  // A dose by the day and one by the week, a silent week, excused days, one that tells of pain
  // only.
  void Mixed(const std::string& case_name, int done_until) {
    Prescribe(case_name, adherence::Program()
                             .Exercise("a", adherence::Daily(2))
                             .Exercise("b", adherence::Weekly(3))
                             .Excuse(8, 9));
    for (int day = 0; day < done_until; ++day) {
      Tell(case_name, day == 4
                          ? adherence::Told(day).Pain(3)
                          : adherence::Told(day)
                                .Exercise("a", day % 3 == 0 ? v1::DONE_PART : v1::DONE_FULL)
                                .Exercise("b", day % 2 == 0 ? v1::DONE_FULL : v1::DONE_SKIPPED));
    }
  }
  v1::Adherence Counted(const std::string& case_name, const std::string& first = "",
                        const std::string& last = "") {
    v1::GetAdherenceRequest request;
    request.set_name(case_name);
    request.set_first_date(first);
    request.set_last_date(last);
    const auto counted = tester_.Run(progress::GetAdherence{calendar_}, lead_, request);
    EXPECT_TRUE(counted.ok()) << counted.status();
    return *counted;
  }
  static std::string Text(double number) {
    std::ostringstream text;
    text << OneDecimal(number);
    return text.str();
  }
  static void ExpectRow(const v1::RunReportResponse& answer, int row, const v1::Adherence& of) {
    const auto cell = [&](std::string_view column) { return Cell(answer, row, column); };
    EXPECT_EQ(cell("case"), of.case_());
    EXPECT_EQ(cell("first_date"), of.first_date());
    EXPECT_EQ(cell("last_date"), of.last_date());
    EXPECT_EQ(cell("prescribed"), Text(of.overall().prescribed()));
    EXPECT_EQ(cell("done"), Text(of.overall().done()));
    EXPECT_EQ(cell("percent"), Text(of.overall().percent()));
    EXPECT_EQ(cell("reached"), of.reached() ? "Yes" : "No");
    EXPECT_EQ(cell("expected"), Text(of.days().expected()));
    EXPECT_EQ(cell("told"), Text(of.days().told()));
    EXPECT_EQ(cell("unmentioned"), Text(of.days().unmentioned()));
    EXPECT_EQ(cell("silent"), Text(of.days().silent()));
    EXPECT_EQ(cell("excused"), Text(of.days().excused()));
    EXPECT_EQ(cell("percent_of_told"),
              of.overall().has_percent_of_told() ? Text(of.overall().percent_of_told()) : "-");
    EXPECT_EQ(cell("last_seen"), of.last_seen_date().empty() ? "-" : of.last_seen_date());
  }

  std::string program_;
  int told_ = 0;
};

TEST_F(AdherenceReport, ItsNumbersAreThoseOfTheCase) {
  Mixed(program_, 20);
  const auto counted = Counted(program_);
  ASSERT_GT(counted.days().silent(), 0);
  ASSERT_EQ(counted.days().unmentioned(), 1);
  ASSERT_EQ(counted.days().excused(), 2);
  const auto answer = Must(anna_, "adherence");
  ASSERT_THAT(answer.rows(), SizeIs(1)) << "a case without a program has no row";
  ExpectRow(answer, 0, counted);
}

TEST_F(AdherenceReport, ItsNumbersAreThoseOfTheCaseInAPeriodToo) {
  Mixed(program_, 20);
  auto request = Asking("adherence");
  *request.mutable_start_time() = TimestampOf(Instant{DayAt(3)});
  *request.mutable_end_time() = TimestampOf(Instant{DayAt(17)});
  const auto answer = Must(anna_, request);
  ASSERT_THAT(answer.rows(), SizeIs(1));
  ExpectRow(answer, 0, Counted(program_, DayText(DayAt(3)), DayText(DayAt(16))));
}

TEST_F(AdherenceReport, SilenceIsShownAsSilence) {
  Prescribe(program_, adherence::Program().Exercise("a", adherence::Daily()));
  const auto answer = Must(anna_, "adherence");
  ASSERT_THAT(answer.rows(), SizeIs(1));
  EXPECT_EQ(Cell(answer, 0, "percent"), "0");
  EXPECT_EQ(Cell(answer, 0, "silent"), Cell(answer, 0, "expected"));
  EXPECT_EQ(Cell(answer, 0, "percent_of_told"), "-") << "nobody knows";
  EXPECT_EQ(Cell(answer, 0, "last_seen"), "-");
}

TEST_F(AdherenceReport, SeveralProgramsOfOneCaseAreOneRow) {
  Prescribe(program_, adherence::Program().Exercise("a", adherence::Daily()).Until(9), "e1");
  Prescribe(program_, adherence::Program().From(10).Exercise("b", adherence::Daily(2)), "e2");
  Tell(program_, adherence::Told(12).Exercise("b", v1::DONE_FULL));
  const auto answer = Must(anna_, "adherence");
  ASSERT_THAT(answer.rows(), SizeIs(1));
  ExpectRow(answer, 0, Counted(program_));
}

TEST_F(AdherenceReport, AProgramThatEndedBeforeThePeriodHasNoRow) {
  Prescribe(program_, adherence::Program().Exercise("a", adherence::Daily()).Until(9));
  auto request = Asking("adherence");
  *request.mutable_start_time() = TimestampOf(Instant{DayAt(10)});
  EXPECT_THAT(Must(anna_, request).rows(), IsEmpty());
  *request.mutable_start_time() = TimestampOf(Instant{DayAt(9)});
  EXPECT_THAT(Must(anna_, request).rows(), SizeIs(1));
}

TEST_F(AdherenceReport, EveryCaseComesOnceHoweverShortThePages) {
  for (int i = 0; i < 7; ++i) {
    const std::string of =
        ACase(i % 2 == 0 ? "anna-s" : "ben-s", "p" + std::to_string(i), v1::Case::STATE_IN_PROGRAM,
              i % 2 == 0 ? "users/anna" : "users/ben")
            .name();
    Mixed(of, i);
  }
  const auto whole = Must(lead_, "adherence");
  ASSERT_THAT(whole.rows(), SizeIs(7));
  for (const int size : {1, 2, 3, 7}) {
    const auto all = MustAll(lead_, Asking("adherence"), size);
    ASSERT_THAT(all.rows(), SizeIs(7)) << size;
    for (int i = 0; i < 7; ++i) {
      EXPECT_EQ(all.rows(i).SerializeAsString(), whole.rows(i).SerializeAsString()) << size;
    }
  }
}

TEST_F(AdherenceReport, ATherapistSeesTheProgramsOfHerPatientsOnly) {
  const auto other = ACase("ben-s", "c2", v1::Case::STATE_IN_PROGRAM, "users/ben").name();
  Mixed(program_, 5);
  Mixed(other, 9);
  const auto hers = Must(anna_, "adherence");
  ASSERT_THAT(hers.rows(), SizeIs(1));
  EXPECT_EQ(Cell(hers, 0, "case"), program_);
  EXPECT_THAT(Must(lead_, "adherence").rows(), SizeIs(2));
  auto request = Asking("adherence");
  request.set_clinician("users/ben");
  const auto his = Must(lead_, request);
  ASSERT_THAT(his.rows(), SizeIs(1));
  EXPECT_EQ(Cell(his, 0, "case"), other);
}

TEST_F(AdherenceReport, APeriodOfMoreThan730DaysIsRefused) {
  auto request = Asking("adherence");
  *request.mutable_start_time() = TimestampOf(Instant{DayAt(27) - std::chrono::days{731}});
  const auto refused = Try(anna_, request);
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("start_time"));
  *request.mutable_start_time() = TimestampOf(Instant{DayAt(27) - std::chrono::days{730}});
  EXPECT_TRUE(Try(anna_, request).ok());
}

// A period is of the clinic's days: midnight in Los Angeles is 8:00 in UTC.
TEST_F(AdherenceReport, APeriodOfTheClinicsDaysHasTheirEvenings) {
  calendar_ = adherence::InLosAngeles();
  Prescribe(program_, adherence::Program().Exercise("a", adherence::Daily()));
  Tell(program_, adherence::Told(2).Exercise("a", v1::DONE_FULL).At(Instant{DayAt(3)} + hours{1}));
  auto request = Asking("adherence");
  *request.mutable_start_time() = TimestampOf(Instant{DayAt(2)} + hours{8});
  *request.mutable_end_time() = TimestampOf(Instant{DayAt(3)} + hours{8});
  const auto report = Must(lead_, request);
  ASSERT_THAT(report.rows(), SizeIs(1));
  EXPECT_EQ(Cell(report, 0, "first_date"), DayText(DayAt(2)));
  EXPECT_EQ(Cell(report, 0, "last_date"), DayText(DayAt(2)));
  EXPECT_EQ(Cell(report, 0, "done"), "1");
}

}  // namespace
}  // namespace midstance::reports
