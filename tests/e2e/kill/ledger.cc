#include "tests/e2e/kill/ledger.h"

#include "midstance/v1/case_service.grpc.pb.h"
#include "midstance/v1/patient_service.grpc.pb.h"
#include "support/status.h"
#include "tests/e2e/harness/server.h"

namespace midstance::e2e {
namespace {

enum Stream : std::uint64_t { kPatientStream = 101, kCaseStream };

using Stub = v1::CheckInService::Stub;

template <class Request>
absl::StatusOr<v1::RecordCheckInResponse> Ask(
    const Session& session, const std::string& body,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 v1::RecordCheckInResponse*)) {
  Request request;
  if (!request.ParseFromString(body)) return absl::InternalError("not a request");
  grpc::ClientContext context;
  Prepare(context, session.token);
  v1::RecordCheckInResponse response;
  Stub stub(session.channel);
  MIDSTANCE_RETURN_IF_ERROR(StatusOf((stub.*method)(&context, request, &response)));
  return response;
}

absl::StatusOr<v1::RecordCheckInResponse> Ask(const Session& session, const Write& write) {
  switch (write.kind) {
    case Write::Kind::kRecord:
      return Ask<v1::RecordCheckInRequest>(session, write.body, &Stub::RecordCheckIn);
    case Write::Kind::kAmend:
      return Ask<v1::AmendCheckInRequest>(session, write.body, &Stub::AmendCheckIn);
    case Write::Kind::kRetract:
      return Ask<v1::RetractCheckInRequest>(session, write.body, &Stub::RetractCheckIn);
  }
  return absl::InternalError("no such kind of write");
}

}  // namespace

absl::Status Send(const Session& session, Write& write) {
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordCheckInResponse response, Ask(session, write));
  write.answer = response.check_in();
  write.escalations.clear();
  for (const v1::Escalation& escalation : response.escalations()) {
    write.escalations.push_back(escalation.name());
  }
  write.acknowledged = true;
  return absl::OkStatus();
}

absl::StatusOr<std::string> OpenCase(const Session& session, std::uint64_t number) {
  v1::CreatePatientRequest create;
  create.set_patient_id("k" + std::to_string(number));
  create.set_request_id(RequestId(kPatientStream, number));
  create.mutable_patient()->set_given_name("Runner");
  create.mutable_patient()->set_family_name("Number " + std::to_string(number));
  create.mutable_patient()->set_birth_date("1990-01-01");
  v1::Patient patient;
  {
    grpc::ClientContext context;
    Prepare(context, session.token);
    MIDSTANCE_RETURN_IF_ERROR(StatusOf(
        v1::PatientService::NewStub(session.channel)->CreatePatient(&context, create, &patient)));
  }
  v1::CreateCaseRequest open;
  open.set_parent(patient.name());
  open.set_request_id(RequestId(kCaseStream, number));
  open.mutable_case_()->set_title("Knee pain");
  open.mutable_case_()->add_sites()->set_area(v1::AREA_KNEE);
  open.mutable_case_()->mutable_sites(0)->set_side(v1::SIDE_LEFT);
  v1::Case made;
  grpc::ClientContext context;
  Prepare(context, session.token);
  MIDSTANCE_RETURN_IF_ERROR(
      StatusOf(v1::CaseService::NewStub(session.channel)->CreateCase(&context, open, &made)));
  return made.name();
}

}  // namespace midstance::e2e
