#include "tests/bench/peer.h"

#include "support/status.h"
#include "tests/bench/clinic.h"
#include "tests/bench/peer/clinic.pb.h"

namespace midstance::bench {
namespace {

void Add(const v1::Site& site, const v1::Observation& observation, clinic::CheckIn& check_in) {
  clinic::Finding& finding = *check_in.add_findings();
  finding.set_area(site.area());
  finding.set_side(site.side());
  finding.set_code(observation.code());
  switch (observation.value_case()) {
    case v1::Observation::kAnswer:
      finding.set_answer(observation.answer());
      break;
    case v1::Observation::kNumber:
      finding.set_number(observation.number());
      break;
    case v1::Observation::kChoice:
      finding.set_choice(observation.choice());
      break;
    case v1::Observation::VALUE_NOT_SET:
      break;
  }
}

grpc::ByteBuffer Record(std::uint64_t patient, std::uint64_t number) {
  const v1::CheckIn ours = MakeCheckIn(number);
  clinic::RecordCheckInRequest request;
  request.set_case_id("patients/" + PatientId(patient) + "/cases/1");
  for (const v1::SiteReport& report : ours.reports()) {
    for (const v1::Observation& observation : report.observations()) {
      Add(report.site(), observation, *request.mutable_check_in());
    }
  }
  for (const v1::Observation& observation : ours.general()) {
    Add(v1::Site(), observation, *request.mutable_check_in());
  }
  request.mutable_check_in()->set_note(ours.note());
  return BytesOf(request);
}

}  // namespace

absl::StatusOr<Peer> StartPeer(const std::string& folder, const std::string& data,
                               const std::string& certificate, const std::string& key) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      e2e::ChildProcess process,
      e2e::ChildProcess::Start({"node", folder + "/server.js", data + "/peer.db", certificate, key},
                               data + "/peer.log"));
  absl::StatusOr<std::string> line = process.ReadLine(std::chrono::seconds{20});
  constexpr std::string_view kReady = "ready ";
  if (!line.ok() || line->substr(0, kReady.size()) != kReady) {
    return absl::UnavailableError("the peer did not get ready; see " + data + "/peer.log");
  }
  return Peer{std::move(process), line->substr(kReady.size())};
}

Call PeerHistoryCall() {
  return {.method = "/clinic.Clinic/RecordCheckIn", .token = "", .request = [](std::uint64_t n) {
            return Record(n % kLongPatients, n / kLongPatients);
          }};
}

Call PeerRecordCall() {
  return {.method = "/clinic.Clinic/RecordCheckIn", .token = "", .request = [](std::uint64_t n) {
            return Record(n % kPatients, n);
          }};
}

Call PeerListCall(int rows) {
  return {.method = "/clinic.Clinic/ListCheckIns", .token = "", .request = [rows](std::uint64_t n) {
            clinic::ListCheckInsRequest request;
            request.set_case_id("patients/" + PatientId(n % kLongPatients) + "/cases/1");
            request.set_page_size(rows);
            return BytesOf(request);
          }};
}

}  // namespace midstance::bench
