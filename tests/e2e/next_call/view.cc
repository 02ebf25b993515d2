#include "tests/e2e/next_call/view.h"

#include <algorithm>

#include "midstance/v1/case_service.grpc.pb.h"
#include "midstance/v1/escalation_service.grpc.pb.h"
#include "midstance/v1/watch_service.grpc.pb.h"
#include "support/status.h"
#include "support/time.h"
#include "tests/e2e/harness/server.h"

namespace midstance::e2e {
namespace {

v1::SiteReport& ReportAt(const Place& place, v1::CheckIn& check_in) {
  v1::SiteReport& report = *check_in.add_reports();
  report.mutable_site()->set_area(place.area);
  report.mutable_site()->set_side(place.side);
  return report;
}

v1::Observation& Add(v1::SiteReport& report, const char* code) {
  v1::Observation& observation = *report.add_observations();
  observation.set_code(code);
  return observation;
}

v1::WatchRequest WatchOf(const std::string& a_case) {
  v1::WatchRequest request;
  request.set_parent(a_case);
  return request;
}

}  // namespace

v1::CheckIn Hot(const Place& place) {
  v1::CheckIn check_in;
  auto& report = ReportAt(place, check_in);
  Add(report, "swelling").set_number(2);
  Add(report, "warmth").set_answer(v1::ANSWER_PRESENT);
  Add(report, "redness").set_answer(v1::ANSWER_PRESENT);
  return check_in;
}

v1::CheckIn Quiet(const Place& place) {
  v1::CheckIn check_in;
  Add(ReportAt(place, check_in), "worst_nprs").set_number(1);
  return check_in;
}

v1::CheckIn Unsettled(const Place& place, std::chrono::system_clock::time_point observed) {
  v1::CheckIn check_in;
  auto& report = ReportAt(place, check_in);
  Add(report, "swelling").set_number(1);
  Add(report, "swelling_settles").set_choice("no");
  *check_in.mutable_occurred_time() = TimestampOf(std::chrono::time_point_cast<Duration>(observed));
  return check_in;
}

absl::StatusOr<v1::RecordCheckInResponse> Record(const Session& session, const std::string& a_case,
                                                 const v1::CheckIn& check_in,
                                                 const std::string& request_id) {
  v1::RecordCheckInRequest request;
  request.set_parent(a_case);
  *request.mutable_check_in() = check_in;
  request.set_request_id(request_id);
  grpc::ClientContext context;
  Prepare(context, session.token);
  v1::RecordCheckInResponse response;
  MIDSTANCE_RETURN_IF_ERROR(StatusOf(
      v1::CheckInService::Stub(session.channel).RecordCheckIn(&context, request, &response)));
  return response;
}

std::vector<std::string> Listed(const Session& session, const std::string& a_case,
                                std::string_view family, const Place& place) {
  v1::ListEscalationsRequest request;
  request.set_parent(a_case);
  request.set_page_size(500);
  grpc::ClientContext context;
  Prepare(context, session.token);
  v1::ListEscalationsResponse response;
  std::vector<std::string> names;
  const auto listed =
      v1::EscalationService::Stub(session.channel).ListEscalations(&context, request, &response);
  if (!listed.ok()) return {"ListEscalations: " + listed.error_message()};
  for (const auto& escalation : response.escalations()) {
    if (escalation.family() == family && escalation.site().area() == place.area &&
        escalation.site().side() == place.side) {
      names.push_back(escalation.name());
    }
  }
  return names;
}

// The areas and sides of the API and of the rules have the same names.
bool HoldsIn(const rules::v1::Evaluation& evaluation, std::string_view family, const Place& place) {
  return std::any_of(
      evaluation.results().begin(), evaluation.results().end(),
      [&](const rules::v1::RuleResult& result) {
        const auto& site = result.site();
        return result.family() == family && result.truth() == rules::v1::HOLDS &&
               "AREA_" + rules::v1::Area_Name(site.area()) == v1::Area_Name(place.area) &&
               "SIDE_" + rules::v1::Side_Name(site.side()) == v1::Side_Name(place.side);
      });
}

bool Holds(const Session& session, const std::string& a_case, std::string_view family,
           const Place& place) {
  v1::EvaluateCaseRequest request;
  request.set_name(a_case);
  grpc::ClientContext context;
  Prepare(context, session.token);
  v1::EvaluateCaseResponse response;
  const auto asked =
      v1::CaseService::Stub(session.channel).EvaluateCase(&context, request, &response);
  return asked.ok() && HoldsIn(response.evaluation(), family, place);
}

absl::StatusOr<std::string> TokenNow(const Session& session, const std::string& a_case) {
  auto request = WatchOf(a_case);
  request.set_initial_state(true);
  grpc::ClientContext context;
  Prepare(context, session.token);
  v1::WatchService::Stub stub(session.channel);
  const auto reader = stub.Watch(&context, request);
  v1::WatchResponse message;
  std::string token;
  while (reader->Read(&message)) {
    if (!message.has_synced()) continue;
    token = message.resume_token();
    context.TryCancel();
  }
  const auto ended = reader->Finish();
  if (token.empty()) return StatusOf(ended);
  return token;
}

absl::StatusOr<int> TimesTold(const Session& session, const std::string& a_case, std::string& token,
                              const std::string& name) {
  auto request = WatchOf(a_case);
  request.set_resume_token(token);
  grpc::ClientContext context;
  Prepare(context, session.token);
  v1::WatchService::Stub stub(session.channel);
  const auto reader = stub.Watch(&context, request);
  v1::WatchResponse message;
  int times = 0;
  bool over = false;
  while (reader->Read(&message)) {
    if (over) continue;  // what was under way when the stream was cancelled
    if (!message.resume_token().empty()) token = message.resume_token();
    const auto& change = message.change();
    if (change.name() == name && change.kind() == v1::Change::KIND_CREATED) ++times;
    over = times > 0 && change.last_of_transaction();
    if (over) context.TryCancel();
  }
  const auto ended = reader->Finish();
  if (!over) return StatusOf(ended);
  return times;
}

}  // namespace midstance::e2e
