#include "clients/checkin/outgoing.h"

#include "midstance/v1/check_in_service.grpc.pb.h"
#include "support/status.h"

namespace midstance::checkin {
namespace {

using Stub = v1::CheckInService::Stub;

absl::StatusOr<v1::RecordCheckInResponse> Amend(const client::Client& client,
                                                const std::string& language,
                                                const Outgoing& outgoing) {
  v1::AmendCheckInRequest request;
  request.set_name(outgoing.amends->name());
  request.set_etag(outgoing.amends->etag());
  *request.mutable_check_in() = outgoing.check_in;
  request.set_request_id(outgoing.request_id);
  request.set_language_code(language);
  return client.Call(&Stub::AmendCheckIn, request);
}

}  // namespace

ServerCalls CallsOf(const client::Client& client, const std::string& case_name,
                    const std::string& language) {
  return {.form = [client, case_name, language]() -> absl::StatusOr<v1::CheckInForm> {
            v1::GetCheckInFormRequest request;
            request.set_name(case_name);
            request.set_language_code(language);
            return client.Call(&Stub::GetCheckInForm, request);
          },
          .send = [client, case_name, language](const Outgoing& outgoing, bool only_try)
              -> absl::StatusOr<v1::RecordCheckInResponse> {
            if (outgoing.amends.has_value() && only_try) return v1::RecordCheckInResponse();
            if (outgoing.amends.has_value()) return Amend(client, language, outgoing);
            v1::RecordCheckInRequest request;
            request.set_parent(case_name);
            *request.mutable_check_in() = outgoing.check_in;
            request.set_request_id(outgoing.request_id);
            request.set_validate_only(only_try);
            request.set_language_code(language);
            return client.Call(&Stub::RecordCheckIn, request);
          }};
}

absl::StatusOr<v1::RecordCheckInResponse> SendKept(const ServerCalls& calls, Outgoing kept,
                                                   bool only_try) {
  auto answer = calls.send(kept, only_try);
  if (ReasonOf(answer.status()) != v1::ERROR_REASON_REQUEST_ID_REUSED) return answer;
  kept.check_in.clear_occurred_time();
  return calls.send(kept, only_try);
}

bool IsUnreachable(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

}  // namespace midstance::checkin
