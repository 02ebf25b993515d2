#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/message_lite.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "support/time.h"
#include "tests/bench/load.h"

// The clinic that the benchmark works in: 2,000 patients with one case each and 10,000 check-ins,
// of which 100 patients have 62 each and the others 2 each. None of what they report raises a flag.
namespace midstance::bench {

inline constexpr std::uint64_t kPatients = 2000;
inline constexpr std::uint64_t kLongPatients = 100;
inline constexpr std::uint64_t kLongHistory = 62;
inline constexpr std::uint64_t kShortHistory = 2;
inline constexpr int kInFlight = 64;

struct Clinic {
  std::string token;               // of a lead clinician
  std::string user;                // her name
  std::vector<std::string> cases;  // by number of the patient; those with a long history first
};

// Makes users, patients, cases and histories through the API of a server that is empty.
absl::StatusOr<Clinic> FillClinic(const std::shared_ptr<grpc::Channel>& channel, Instant now);

std::string PatientId(std::uint64_t number);
// About five observations at one site or two, and the hours since the last run.
v1::CheckIn MakeCheckIn(std::uint64_t number);

// Calls over all patients in turn.
Call RecordCall(const Clinic& clinic);
Call GetPatientCall(const Clinic& clinic);
// Over the cases with a long history.
Call ListCall(const Clinic& clinic, int rows);

grpc::ByteBuffer BytesOf(const google::protobuf::MessageLite& message);
bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message);
// An error when one of the calls failed.
absl::Status AllWell(const std::string& what, const Sample& sample);

}  // namespace midstance::bench
