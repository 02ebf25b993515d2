#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/report_service.pb.h"
#include "services/reports/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"
#include "services/worklist/settings.h"

namespace midstance::reports {

// Two therapists with a patient each, and a lead who sees both. For the tests of this folder.
class ReportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Patient("anna-s", "users/anna");
    Patient("ben-s", "users/ben");
  }

  void Patient(const std::string& id, const std::string& care_team) {
    v1::Patient patient;
    patient.set_name("patients/" + id);
    patient.set_given_name("Mila");
    patient.set_family_name("Zhou");
    patient.add_care_team(care_team);
    tester_.Put(patient);
  }
  v1::Case ACase(const std::string& patient, const std::string& id, v1::Case::State state,
                 const std::string& clinician) {
    v1::Case of;
    of.set_name("patients/" + patient + "/cases/" + id);
    of.set_state(state);
    of.set_clinician(clinician);
    *of.mutable_state_time() = TimestampOf(tester_.now);
    return tester_.Put(of);
  }

  static v1::RunReportRequest Asking(const std::string& report) {
    v1::RunReportRequest request;
    request.set_report(report);
    return request;
  }
  absl::StatusOr<v1::RunReportResponse> Try(const rpc::Principal& who,
                                            const v1::RunReportRequest& request) {
    return tester_.Run(RunReport{library_, calendar_, engines_, worklist_, tester_.sealer()}, who,
                       request);
  }
  v1::RunReportResponse Must(const rpc::Principal& who, const v1::RunReportRequest& request) {
    auto answer = Try(who, request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *std::move(answer) : v1::RunReportResponse();
  }
  v1::RunReportResponse Must(const rpc::Principal& who, const std::string& report) {
    return Must(who, Asking(report));
  }
  // All pages as one, each of at most `size` rows.
  v1::RunReportResponse MustAll(const rpc::Principal& who, v1::RunReportRequest request, int size) {
    v1::RunReportResponse all;
    request.set_page_size(size);
    do {
      const auto page = Must(who, request);
      EXPECT_LE(page.rows_size(), size);
      all.mutable_rows()->MergeFrom(page.rows());
      *all.mutable_definition() = page.definition();
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  // The cell as text; "-" without a value.
  static std::string Cell(const v1::RunReportResponse& answer, int row, std::string_view column) {
    for (int i = 0; i < answer.definition().columns_size(); ++i) {
      if (answer.definition().columns(i).column() != column) continue;
      const auto& cell = answer.rows(row).cells(i);
      if (cell.has_text()) return cell.text();
      if (cell.has_time()) return "time";
      if (!cell.has_number()) return "-";
      std::ostringstream text;
      text << cell.number();
      return text.str();
    }
    ADD_FAILURE() << "no column " << column;
    return "";
  }

  schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  const measures::Library library_ = *measures::Shipped();
  const cases::Engines engines_{rules::CoreInUtc()};
  const config::v1::WorklistSettings worklist_ = *worklist::ShippedSettings();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  rpc::Principal ben_ = tester_.AddUser("ben", {options::v1::ROLE_CLINICIAN});
  rpc::Principal lead_ = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
};

}  // namespace midstance::reports
