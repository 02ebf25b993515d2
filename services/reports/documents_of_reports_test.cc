#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/reports/definitions.h"
#include "services/reports/reports_testing.h"
#include "services/reports/words.h"
#include "support/digest.h"

namespace midstance::reports {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::HasSubstr;
using ::testing::Not;

class DocumentsOfReports : public ReportTest {
 protected:
  absl::StatusOr<v1::RenderReportResponse> TryRender(const rpc::Principal& who,
                                                     const v1::RenderReportRequest& request) {
    return tester_.Run(RenderReport{library_, calendar_, engines_, worklist_}, who, request);
  }
  v1::RenderReportResponse Rendered(const std::string& report,
                                    v1::ReportFormat format = v1::REPORT_FORMAT_HTML) {
    v1::RenderReportRequest request;
    request.set_report(report);
    request.set_format(format);
    auto answer = TryRender(lead_, request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *std::move(answer) : v1::RenderReportResponse();
  }
  void AFlag(const std::string& id, rules::v1::Urgency urgency, bool answered) {
    v1::Escalation flag;
    flag.set_name("patients/anna-s/cases/c1/escalations/" + id);
    flag.set_family(id);
    flag.set_urgency(urgency);
    flag.set_state(v1::Escalation::STATE_OPEN);
    *flag.mutable_raised_time() = TimestampOf(tester_.now);
    *flag.mutable_due_time() = TimestampOf(tester_.now + hours{72});
    if (answered) {
      flag.set_state(v1::Escalation::STATE_ACKNOWLEDGED);
      *flag.mutable_acknowledged_time() = TimestampOf(tester_.now + hours{1});
    }
    tester_.Put(flag);
  }
  // So many plans of running back, which are rows of a report.
  void Plans(int count) {
    const auto wrote = tester_.Write([&](storage::Writer& writer) -> absl::Status {
      for (int i = 0; i < count; ++i) {
        v1::RunningPlan plan;
        plan.set_name("patients/anna-s/cases/c" + std::to_string(i) + "/runningPlans/p");
        plan.set_state(i % 3 == 0 ? v1::RunningPlan::STATE_STOPPED : v1::RunningPlan::STATE_ACTIVE);
        plan.set_stage(1);
        plan.set_start_date("2025-03-01");
        MIDSTANCE_RETURN_IF_ERROR(writer.Insert(plan, tester_.now));
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(wrote.ok()) << wrote;
  }
};

TEST_F(DocumentsOfReports, EveryReportIsMadeAsHtmlAndAsPdfOfAnEmptyClinicToo) {
  for (const auto& definition : Shipped().reports()) {
    SCOPED_TRACE(definition.report());
    const auto html = Rendered(definition.report());
    EXPECT_EQ(html.media_type(), "text/html");
    EXPECT_EQ(html.sha256(), Hex(Sha256(html.content())));
    EXPECT_THAT(html.content(), HasSubstr("<h1 dir=\"auto\">" + definition.title() + "</h1>"));
    EXPECT_THAT(html.content(), HasSubstr("Nothing to count was found. No figure of this report"));
    EXPECT_THAT(html.content(), Not(HasSubstr("<table")));
    const auto pdf = Rendered(definition.report(), v1::REPORT_FORMAT_PDF);
    EXPECT_EQ(pdf.media_type(), "application/pdf");
    EXPECT_TRUE(pdf.content().starts_with("%PDF-"));
    EXPECT_GE(pdf.pages(), 1);
  }
}

TEST_F(DocumentsOfReports, SayWhatTheyCountOfWhomWhenAndAgainstWhichTargets) {
  ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  AFlag("e1", rules::v1::URGENT, true);
  v1::RenderReportRequest request;
  request.set_report("escalations");
  request.set_clinician("users/anna");
  request.set_period(v1::REPORT_PERIOD_THIS_MONTH);
  const auto html = TryRender(lead_, request)->content();
  EXPECT_THAT(html, HasSubstr("as of 1 March 2025, 09:00 UTC"));
  EXPECT_THAT(html, HasSubstr("Red flags raised in the period"));
  EXPECT_THAT(html, HasSubstr("<strong>Period:</strong> since 1 March 2025"));
  EXPECT_THAT(html, HasSubstr("<strong>Patients:</strong> those of anna"));
  EXPECT_THAT(html, HasSubstr("• Urgent: within 24 h; house value"));
  EXPECT_THAT(html, HasSubstr("<strong>In target:</strong> Acknowledged within the target"));
}

TEST_F(DocumentsOfReports, ShowNoPercentageWithoutItsNumber) {
  ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  for (const char* id : {"e1", "e2", "e3"}) AFlag(id, rules::v1::URGENT, true);
  AFlag("e4", rules::v1::WATCH, false);
  const auto html = Rendered("escalations").content();
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">100% of 3</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">–</td>")) << "nobody can tell yet of the other";
  EXPECT_THAT(html, Not(HasSubstr(">0% of")));
}

TEST_F(DocumentsOfReports, NamePeopleInsteadOfIds) {
  ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  v1::Patient patient;
  patient.set_name("patients/hebrew");
  patient.set_given_name("יעל");
  patient.set_family_name("כהן");
  tester_.Put(patient);
  v1::FollowUp late;
  late.set_name("patients/hebrew/cases/c1/followUps/01jnabcdef");
  late.set_assignee("users/anna");
  late.set_state(v1::FollowUp::STATE_SCHEDULED);
  late.set_kind(v1::FollowUp::KIND_CALL);
  *late.mutable_due_time() = TimestampOf(tester_.now - days{2});
  tester_.Put(late);
  const auto html = Rendered("overdue").content();
  EXPECT_THAT(html, HasSubstr(">כהן, יעל, c1<"));
  EXPECT_THAT(html, HasSubstr(">follow-up abcdef<"));
  EXPECT_THAT(html, HasSubstr("2025-02-27 09:00"));
  EXPECT_THAT(html, Not(HasSubstr("users/anna")));
  EXPECT_THAT(Rendered("caseload").content(),
              HasSubstr("<th scope=\"row\" dir=\"auto\">anna</th>"));
}

TEST_F(DocumentsOfReports, OfVeryManyRowsSayHowManyTheyLeaveOut) {
  ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  Plans(620);
  const auto html = Rendered("return-to-running");
  EXPECT_EQ(html.rows(), 500);
  EXPECT_EQ(html.total_rows(), 620);
  EXPECT_THAT(html.content(), HasSubstr("the table has the first 500 of 620 rows."));
  EXPECT_THAT(html.content(), HasSubstr("Active 413, Stopped 207")) << "the chart counts them all";
  std::size_t rows = 0;
  for (std::size_t at = 0; (at = html.content().find("<th scope=\"row\"", at)) != std::string::npos;
       ++at) {
    ++rows;
  }
  EXPECT_EQ(rows, 500u);
  EXPECT_LT(html.content().size(), 3u << 20);
}

TEST_F(DocumentsOfReports, AreTheSameBytesForTheSameRowsAtTheSameTime) {
  ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  for (const auto format : {v1::REPORT_FORMAT_HTML, v1::REPORT_FORMAT_PDF}) {
    EXPECT_EQ(Rendered("caseload", format).content(), Rendered("caseload", format).content());
  }
}

TEST_F(DocumentsOfReports, AreRefusedAsTheirReportsAre) {
  v1::RenderReportRequest request;
  request.set_report("weather");
  EXPECT_EQ(BadRequestOf(TryRender(lead_, request).status())->field_violations(0).field(),
            "report");
  request.set_report("overdue");
  request.set_period(v1::REPORT_PERIOD_LAST_WEEK);
  EXPECT_EQ(BadRequestOf(TryRender(lead_, request).status())->field_violations(0).field(),
            "period");
  request.set_report("caseload");
  *request.mutable_start_time() = TimestampOf(tester_.now - days{2});
  EXPECT_EQ(BadRequestOf(TryRender(lead_, request).status())->field_violations(0).field(),
            "period");
  request.clear_start_time();
  request.set_clinician("users/ben");
  EXPECT_EQ(BadRequestOf(TryRender(anna_, request).status())->field_violations(0).field(),
            "clinician");
}

TEST_F(DocumentsOfReports, TellOnlyOfPatientsThatTheirReaderReaches) {
  ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  ACase("ben-s", "c2", v1::Case::STATE_OPEN, "users/ben");
  v1::RenderReportRequest request;
  request.set_report("caseload");
  EXPECT_EQ(TryRender(anna_, request)->rows(), 1);
  EXPECT_EQ(TryRender(lead_, request)->rows(), 2);
}

TEST_F(DocumentsOfReports, ThePeriodOfARunIsToldAndTurnsNoPage) {
  v1::RunReportRequest request = Asking("caseload");
  request.set_period(v1::REPORT_PERIOD_LAST_MONTH);
  request.set_page_size(1);
  ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  ACase("ben-s", "c2", v1::Case::STATE_OPEN, "users/ben");
  const auto page = Must(lead_, request);
  EXPECT_EQ(InstantOf(page.start_time()), tester_.now - hours{9} - days{28});
  EXPECT_EQ(InstantOf(page.end_time()), tester_.now - hours{9});
  request.set_page_token(page.next_page_token());
  EXPECT_TRUE(Try(lead_, request).ok());
  tester_.now += days{31};
  EXPECT_EQ(ReasonOf(Try(lead_, request).status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID)
      << "last month is another one by now";
}

TEST(NumberWords, HaveAtMostTwoDecimalsAndNoneForNothing) {
  EXPECT_EQ(NumberWords(12), "12");
  EXPECT_EQ(NumberWords(1234567), "1234567");
  EXPECT_EQ(NumberWords(37.5), "37.5");
  EXPECT_EQ(NumberWords(-0.001), "0");
  EXPECT_EQ(NumberWords(100), "100");
}

}  // namespace
}  // namespace midstance::reports
