#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clients/core/client.h"
#include "support/status.h"

namespace midstance::story {

// Who works in the sample clinic, by user name.
struct StaffMember {
  std::string_view user_name;
  std::string_view display_name;
  std::string_view role;
};
std::vector<StaffMember> SampleStaff();

// The staff's desks: each member calls as herself, at the time the play has come to. Signs in when
// she has not, or when her session has ended since. Everybody has the administrator's password, as
// only a sample clinic may.
class Desks {
 public:
  Desks(client::Client anyone, std::string admin, std::string password)
      : anyone_(std::move(anyone)), admin_(std::move(admin)), password_(std::move(password)) {}

  // Adds those of the staff who are not there yet, and learns the resource names of all.
  absl::Status EnsureStaff(Instant at);
  // "users/..." of a member; empty when unknown.
  std::string NameOf(const std::string& user_name) const;
  // A client with nobody's token, at `at`.
  client::Client Anyone(Instant at) const { return anyone_.At(at); }
  // A client that is signed in as `user_name`.
  absl::StatusOr<client::Client> Of(const std::string& user_name, Instant at);

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(const std::string& user_name, Instant at,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    MIDSTANCE_ASSIGN_OR_RETURN(const client::Client first, Of(user_name, at));
    auto reply = first.Call(method, request);
    if (reply.ok() || !absl::IsUnauthenticated(reply.status())) return reply;
    sessions_.erase(user_name);
    MIDSTANCE_ASSIGN_OR_RETURN(const client::Client again, Of(user_name, at));
    return again.Call(method, request);
  }

 private:
  struct Session {
    std::string token;
    Instant begun;
    Instant last_used;
  };

  client::Client anyone_;
  std::string admin_;
  std::string password_;
  std::map<std::string, Session> sessions_;   // by user name
  std::map<std::string, std::string> names_;  // resource names by user name
};

}  // namespace midstance::story
