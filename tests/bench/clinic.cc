#include "tests/bench/clinic.h"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "support/status.h"
#include "tests/e2e/harness/server.h"

namespace midstance::bench {
namespace {

// One stream of request ids for each kind of call.
enum Stream : std::uint64_t { kPatientStream = 1, kCaseStream, kHistoryStream, kRecordStream };

constexpr std::array<std::string_view, 6> kFamilyNames = {"Kowalska", "Nguyễn", "Παππά",
                                                          "לוי",      "陈",     "Okafor"};

void RecordNumber(v1::SiteReport& report, std::string_view code, double number) {
  v1::Observation& observation = *report.add_observations();
  observation.set_code(std::string(code));
  observation.set_number(number);
}

v1::SiteReport& At(v1::CheckIn& check_in, v1::Area area, v1::Side side) {
  v1::SiteReport& report = *check_in.add_reports();
  report.mutable_site()->set_area(area);
  report.mutable_site()->set_side(side);
  return report;
}

grpc::ByteBuffer PatientRequest(std::uint64_t number) {
  v1::CreatePatientRequest request;
  request.set_patient_id(PatientId(number));
  request.set_request_id(e2e::RequestId(kPatientStream, number));
  v1::Patient& patient = *request.mutable_patient();
  patient.set_given_name("Runner " + std::to_string(number));
  patient.set_family_name(std::string(kFamilyNames[number % kFamilyNames.size()]));
  patient.set_birth_date("1988-04-12");
  patient.set_email("runner" + std::to_string(number) + "@example.org");
  patient.set_phone("+1 555 010 " + std::to_string(1000 + number));
  patient.set_weekly_distance_km(35);
  patient.set_goal("A half marathon in autumn");
  return BytesOf(request);
}

grpc::ByteBuffer CaseRequest(std::uint64_t number) {
  v1::CreateCaseRequest request;
  request.set_parent("patients/" + PatientId(number));
  request.set_request_id(e2e::RequestId(kCaseStream, number));
  request.mutable_case_()->set_title("Left hip pain since the half marathon");
  request.mutable_case_()->set_complaint("It pulls at the front of the hip on longer runs.");
  v1::Site& site = *request.mutable_case_()->add_sites();
  site.set_area(v1::AREA_HIP);
  site.set_side(v1::SIDE_LEFT);
  return BytesOf(request);
}

// Which patient made the n-th check-in of the history, and which of hers it is.
std::pair<std::uint64_t, std::uint64_t> PlaceInHistory(std::uint64_t n) {
  constexpr std::uint64_t kShared = kPatients * kShortHistory;
  if (n < kShared) return {n % kPatients, n / kPatients};
  return {(n - kShared) % kLongPatients, kShortHistory + (n - kShared) / kLongPatients};
}

}  // namespace

std::string PatientId(std::uint64_t number) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "p%05llu", static_cast<unsigned long long>(number));
  return text.data();
}

v1::CheckIn MakeCheckIn(std::uint64_t number) {
  v1::CheckIn check_in;
  v1::SiteReport& hip = At(check_in, v1::AREA_HIP, v1::SIDE_LEFT);
  RecordNumber(hip, "rest_nprs", static_cast<double>(number % 3));
  RecordNumber(hip, "run_nprs", static_cast<double>(number % 4));
  RecordNumber(hip, "swelling", 0);
  v1::Observation& night = *hip.add_observations();
  night.set_code("night_pattern");
  night.set_choice(number % 5 == 0 ? "positional" : "none");
  if (number % 2 == 0) {
    RecordNumber(At(check_in, v1::AREA_KNEE, v1::SIDE_RIGHT), "act_nprs",
                 static_cast<double>(number % 3));
  }
  v1::Observation& rested = *check_in.add_general();
  rested.set_code("load_off_h");
  rested.set_number(static_cast<double>(12 + number % 36));
  if (number % 7 == 0) check_in.set_note("Easy run, a bit stiff in the morning.");
  return check_in;
}

absl::StatusOr<Clinic> FillClinic(const std::shared_ptr<grpc::Channel>& channel, Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string admin, e2e::SignIn(channel, e2e::kAdminUser, 1));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::User lead, e2e::CreateLead(channel, admin, "lena"));
  Clinic clinic;
  clinic.user = lead.name();
  MIDSTANCE_ASSIGN_OR_RETURN(clinic.token, e2e::SignIn(channel, "lena", 2));
  clinic.cases.resize(kPatients);

  LoadClient client({channel});
  MIDSTANCE_RETURN_IF_ERROR(
      AllWell("CreatePatient", client.Each({.method = "/midstance.v1.PatientService/CreatePatient",
                                            .token = clinic.token,
                                            .request = PatientRequest},
                                           kInFlight, kPatients)));
  const auto keep_case = [&](std::uint64_t number, const grpc::ByteBuffer& answer) {
    v1::Case made;
    if (Parse(answer, made)) clinic.cases[number] = made.name();
  };
  MIDSTANCE_RETURN_IF_ERROR(
      AllWell("CreateCase", client.Each({.method = "/midstance.v1.CaseService/CreateCase",
                                         .token = clinic.token,
                                         .request = CaseRequest,
                                         .answered = keep_case},
                                        kInFlight, kPatients)));
  const auto history = [&](std::uint64_t number) {
    const auto [patient, entry] = PlaceInHistory(number);
    v1::RecordCheckInRequest request;
    request.set_parent(clinic.cases[patient]);
    request.set_request_id(e2e::RequestId(kHistoryStream, number));
    *request.mutable_check_in() = MakeCheckIn(patient + entry);
    *request.mutable_check_in()->mutable_occurred_time() =
        TimestampOf(now - std::chrono::hours{46 * (kLongHistory - entry)});
    return BytesOf(request);
  };
  constexpr std::uint64_t kEntries =
      kPatients * kShortHistory + kLongPatients * (kLongHistory - kShortHistory);
  MIDSTANCE_RETURN_IF_ERROR(
      AllWell("RecordCheckIn", client.Each({.method = "/midstance.v1.CheckInService/RecordCheckIn",
                                            .token = clinic.token,
                                            .request = history},
                                           kInFlight, kEntries)));
  return clinic;
}

Call RecordCall(const Clinic& clinic) {
  const auto request = [&clinic](std::uint64_t number) {
    v1::RecordCheckInRequest body;
    body.set_parent(clinic.cases[number % kPatients]);
    body.set_request_id(e2e::RequestId(kRecordStream, number));
    *body.mutable_check_in() = MakeCheckIn(number);
    return BytesOf(body);
  };
  return {.method = "/midstance.v1.CheckInService/RecordCheckIn",
          .token = clinic.token,
          .request = request};
}

Call GetPatientCall(const Clinic& clinic) {
  const auto request = [](std::uint64_t number) {
    v1::GetPatientRequest body;
    body.set_name("patients/" + PatientId(number % kPatients));
    return BytesOf(body);
  };
  return {.method = "/midstance.v1.PatientService/GetPatient",
          .token = clinic.token,
          .request = request};
}

Call ListCall(const Clinic& clinic, int rows) {
  const auto request = [&clinic, rows](std::uint64_t number) {
    v1::ListCheckInsRequest body;
    body.set_parent(clinic.cases[number % kLongPatients]);
    body.set_page_size(rows);
    return BytesOf(body);
  };
  return {.method = "/midstance.v1.CheckInService/ListCheckIns",
          .token = clinic.token,
          .request = request};
}

grpc::ByteBuffer BytesOf(const google::protobuf::MessageLite& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message) {
  std::vector<grpc::Slice> slices;
  if (!bytes.Dump(&slices).ok()) return false;
  std::string text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return message.ParseFromString(text);
}

absl::Status AllWell(const std::string& what, const Sample& sample) {
  if (sample.failed == 0 && sample.calls > 0) return absl::OkStatus();
  return absl::InternalError(what + ": " + std::to_string(sample.failed) +
                             " calls failed, first: " + sample.failure);
}

}  // namespace midstance::bench
