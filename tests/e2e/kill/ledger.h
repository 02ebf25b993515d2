#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/check_in_service.grpc.pb.h"

// What the clients of the kill test asked for, and what they were told.
namespace midstance::e2e {

// A write and its answer.
struct Write {
  enum class Kind { kRecord, kAmend, kRetract };

  Kind kind = Kind::kRecord;
  std::string body;      // the serialized request
  std::string replaces;  // the record that it amends or retracts
  bool flagged = false;  // what it records is a hot swollen joint at `site`
  v1::Site site;
  bool acknowledged = false;  // false: the server was killed before the answer came
  v1::CheckIn answer;
  std::vector<std::string> escalations;
};

// A signed-in connection.
struct Session {
  std::shared_ptr<grpc::Channel> channel;
  std::string token;
};

// Sends the write, for the first time or again; its answer goes into `write`.
absl::Status Send(const Session& session, Write& write);

// A patient with one case; the case's name. `number` differs between all patients of a store.
absl::StatusOr<std::string> OpenCase(const Session& session, std::uint64_t number);

}  // namespace midstance::e2e
