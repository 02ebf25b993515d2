#include "clients/story/desk.h"

#include "clients/core/words.h"
#include "midstance/v1/admin_service.grpc.pb.h"
#include "midstance/v1/session_service.grpc.pb.h"

namespace midstance::story {
namespace {

// Shorter than the server's defaults, so that no call meets a session that has just ended.
constexpr Duration kIdle = std::chrono::minutes{55};
constexpr Duration kLongest = std::chrono::hours{11};

}  // namespace

std::vector<StaffMember> SampleStaff() {
  return {
      {"sinead", "Sinéad O'Brien", "CLINICIAN"}, {"kenji", "Kenji Mori", "CLINICIAN"},
      {"zofia", "Zofia Kamińska", "CLINICIAN"},  {"marta", "Marta Lindqvist", "LEAD_CLINICIAN"},
      {"tom", "Tom Adeyemi", "COORDINATOR"},
  };
}

absl::StatusOr<client::Client> Desks::Of(const std::string& user_name, Instant at) {
  Session& session = sessions_[user_name];
  if (session.token.empty() || at - session.last_used >= kIdle || at - session.begun >= kLongest) {
    v1::SignInRequest request;
    request.set_user_name(user_name);
    request.set_password(password_);
    // Never an id of before: its stored answer would be a session that has ended.
    request.set_request_id(client::RandomRequestIds()());
    MIDSTANCE_ASSIGN_OR_RETURN(const v1::SignInResponse reply,
                               Anyone(at).Call(&v1::SessionService::Stub::SignIn, request));
    session.token = reply.session_token();
    session.begun = at;
  }
  session.last_used = at;
  return anyone_.WithToken(session.token).At(at);
}

absl::Status Desks::EnsureStaff(Instant at) {
  using Stub = v1::AdminService::Stub;
  for (const StaffMember& member : SampleStaff()) {
    v1::CreateUserRequest request;
    request.set_password(password_);
    auto& user = *request.mutable_user();
    user.set_user_name(std::string(member.user_name));
    user.set_display_name(std::string(member.display_name));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto role, client::ParseWord<options::v1::Role>(member.role));
    user.add_roles(role);
    const auto created = Call(admin_, at, &Stub::CreateUser, request);
    if (!created.ok() && !absl::IsAlreadyExists(created.status())) return created.status();
  }
  v1::ListUsersRequest all;
  all.set_page_size(500);
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::ListUsersResponse page,
                             Call(admin_, at, &Stub::ListUsers, all));
  for (const auto& user : page.users()) names_[user.user_name()] = user.name();
  return absl::OkStatus();
}

std::string Desks::NameOf(const std::string& user_name) const {
  const auto found = names_.find(user_name);
  return found == names_.end() ? "" : found->second;
}

}  // namespace midstance::story
