#include <utility>

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "midstance/v1/session_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using SessionStub = v1::SessionService::Stub;

struct SignInOptions {
  std::string join_file;
  std::string user;
  std::string password_file;
};

absl::Status SignIn(const Context& context, const SignInOptions& options) {
  client::Profile profile;
  if (options.join_file.empty()) {
    auto saved = client::LoadProfile(context.ProfilePath());
    if (!saved.ok()) {
      return absl::InvalidArgumentError("no server is known yet: give --join FILE");
    }
    profile = *std::move(saved);
  } else {
    MIDSTANCE_ASSIGN_OR_RETURN(profile.endpoint, client::LoadJoinFile(options.join_file));
  }
  if (!options.user.empty()) profile.user_name = options.user;
  if (profile.user_name.empty()) return absl::InvalidArgumentError("give --user NAME");
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string password,
                             context.AskPassword(options.password_file));
  MIDSTANCE_ASSIGN_OR_RETURN(client::CallOptions calls, context.Calls());
  const client::Client client(client::MakeChannel(profile.endpoint), std::move(calls));
  v1::SignInRequest request;
  request.set_user_name(profile.user_name);
  request.set_password(password);
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::SignInResponse reply,
                             client.Call(&SessionStub::SignIn, request));
  profile.token = reply.session_token();
  MIDSTANCE_RETURN_IF_ERROR(client::SaveProfile(context.ProfilePath(), profile));
  context.talk() << "signed in as " << reply.user().display_name() << " until "
                 << client::TimeWord(reply.expire_time()) << '\n';
  return absl::OkStatus();
}

absl::Status SignOut(const Context& context, const client::Client& client) {
  const auto reply = client.Call(&SessionStub::SignOut, v1::SignOutRequest());
  if (!reply.ok() && !absl::IsUnauthenticated(reply.status())) return reply.status();
  MIDSTANCE_ASSIGN_OR_RETURN(client::Profile profile, client::LoadProfile(context.ProfilePath()));
  profile.token.clear();
  return client::SaveProfile(context.ProfilePath(), profile);
}

}  // namespace

void AddSession(CLI::App& app, Context& context) {
  CLI::App& sign_in =
      AddVerb(app, "sign-in", "Start a session and keep it in the profile",
              "sign-in --join join.json --user lena\nsign-in --password-file lena.password");
  auto options = std::make_shared<SignInOptions>();
  sign_in.add_option("--join", options->join_file, "The server's join file; needed once");
  sign_in.add_option("--user", options->user, "User name; left out: the one of the profile");
  sign_in.add_option("--password-file", options->password_file,
                     "File with the password; left out: asked for");
  sign_in.callback([&context, options] {
    context.run = [&context, options] { return SignIn(context, *options); };
  });

  CLI::App& sign_out = AddVerb(app, "sign-out", "End the session", "sign-out");
  Does<NoOptions>(sign_out, context, std::make_shared<NoOptions>(),
                  [](const Context& c, const client::Client& client, const NoOptions&) {
                    return SignOut(c, client);
                  });

  CLI::App& noun = AddNoun(app, "session", "The session that is kept in the profile");
  CLI::App& confirm = AddVerb(noun, "confirm", "Give the password again, for what asks for it",
                              "session confirm\nsession confirm --password-file lena.password");
  auto confirming = std::make_shared<SignInOptions>();
  confirm.add_option("--password-file", confirming->password_file,
                     "File with the password; left out: asked for");
  Does<SignInOptions>(confirm, context, confirming,
                      [](const Context& c, const client::Client& client, const SignInOptions& o) {
                        return ConfirmPassword(c, client, o.password_file);
                      });

  CLI::App& whoami = AddVerb(app, "whoami", "Who is signed in, and what she may do", "whoami");
  Does<NoOptions>(whoami, context, std::make_shared<NoOptions>(),
                  [](const Context& c, const client::Client& client, const NoOptions&) {
                    return c.Show(SelfColumns(),
                                  client.Call(&SessionStub::GetSelf, v1::GetSelfRequest()));
                  });
}

}  // namespace midstance::cli
