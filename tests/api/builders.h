#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "tests/support/test_server.h"

namespace midstance::testing {

// What somebody reports, said in a line:
//   Report().At(v1::AREA_HIP, v1::SIDE_LEFT).Number("rest_nprs", 3).Whole().Present("fever")
// Answers stand at the site named last; before any site and after Whole() they concern the person.
class Report {
 public:
  Report& At(v1::Area area, v1::Side side);
  Report& Whole();
  Report& Number(std::string_view code, double number);
  Report& Choice(std::string_view code, std::string_view choice);
  Report& Present(std::string_view code);
  Report& Absent(std::string_view code);

  // A v1::CheckIn or a v1::Assessment with these findings.
  template <class Record>
  Record As() const {
    Record record;
    *record.mutable_reports() = found_.reports();
    *record.mutable_general() = found_.general();
    return record;
  }

 private:
  v1::Observation& Add(std::string_view code);

  v1::CheckIn found_;
  bool whole_ = true;
};

// A left knee that is swollen, warm and red: an emergency by itself.
Report HotKnee();
// A left knee whose swelling rest does not settle: a flag after a week.
Report SwollenKnee();
// A left knee that hurts a little: no flag.
Report QuietKnee();

// Text of a rule set: swelling that stays is a flag after so many days instead of seven.
std::string SwellingAfter(int least);

// The test server's clinic with the calls that nearly every test makes. Calls that ought to succeed
// fail the test when they do not and then return an empty message.
class Clinic {
 public:
  explicit Clinic(ServerOptions options = {}) : server_(std::move(options)) {}

  TestServer& server() { return server_; }
  TestClock& clock() { return server_.clock(); }
  const std::string& Clinician(std::string_view name) {
    return server_.Staff(name, options::v1::ROLE_CLINICIAN);
  }
  const std::string& Lead() { return server_.Staff("lead", options::v1::ROLE_LEAD_CLINICIAN); }

  // Gives the request an id when it takes one and has none. `method` is
  // "CheckInService/GetCheckIn".
  template <class Request>
  Result Try(const std::string& token, std::string_view method, Request request,
             google::protobuf::Message* response = nullptr) {
    if constexpr (requires { request.set_request_id(std::string()); }) {
      if (request.request_id().empty()) request.set_request_id(server_.RequestId());
    }
    return server_.CallWithPassword("/midstance.v1." + std::string(method), request, response,
                                    {.token = token});
  }
  template <class Response, class Request>
  Response Must(const std::string& token, std::string_view method, const Request& request) {
    Response response;
    const Result result = Try(token, method, request, &response);
    EXPECT_TRUE(result.ok()) << method << ": " << result.reason << " "
                             << result.status.error_message() << " "
                             << result.fields.ShortDebugString();
    return response;
  }

  // A patient of this clinician alone.
  v1::Patient APatient(const std::string& token, std::string_view family_name = "Zhou");
  v1::Case ACase(const std::string& token, const v1::Patient& patient,
                 v1::Area area = v1::AREA_KNEE, v1::Side side = v1::SIDE_LEFT);
  // A patient with a case; the name of the case.
  std::string ARunner(const std::string& token, std::string_view family_name = "Zhou");

  // Recorded now; `occurred` in the past backdates it.
  v1::RecordCheckInResponse CheckIn(const std::string& token, std::string_view a_case,
                                    const Report& report, Instant occurred = {});
  v1::RecordCheckInResponse Retract(const std::string& token, const v1::CheckIn& check_in);
  // Every escalation under the parent, in the order in which they were raised.
  std::vector<v1::Escalation> Escalations(const std::string& token, std::string_view parent);
  v1::Escalation Get(const std::string& token, const v1::Escalation& escalation);
  v1::Escalation Acknowledge(const std::string& token, const v1::Escalation& escalation);
  v1::Escalation Resolve(const std::string& token, const v1::Escalation& escalation);

 private:
  TestServer server_;
};

}  // namespace midstance::testing
