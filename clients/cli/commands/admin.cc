#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/admin_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using AdminStub = v1::AdminService::Stub;

struct NewUser {
  v1::CreateUserRequest request;
  std::vector<std::string> roles;
  std::string password_file;
};

absl::Status CreateUser(const Context& context, const client::Client& client,
                        const NewUser& options) {
  v1::CreateUserRequest request = options.request;
  for (const std::string& word : options.roles) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto role, client::ParseWord<options::v1::Role>(word));
    request.mutable_user()->add_roles(role);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_password(),
                             context.AskPassword(options.password_file));
  return context.Show(UserColumns(), client.Call(&AdminStub::CreateUser, request));
}

void AddCreateUser(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "create", "Add a user",
                           "users create lena --display-name 'Lena Weiss' --role clinician");
  auto options = std::make_shared<NewUser>();
  v1::User& user = *options->request.mutable_user();
  verb.add_option("user-name", *user.mutable_user_name(), "What she types to sign in")->required();
  verb.add_option("--display-name", *user.mutable_display_name(), "As others see her")->required();
  verb.add_option("--role", options->roles, "What she may do; may be repeated")
      ->required()
      ->check(OneOf({"clinician", "lead-clinician", "coordinator", "auditor", "admin"}))
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb.add_option("--email", *user.mutable_email(), "Address that notices are mailed to");
  verb.add_option("--password-file", options->password_file,
                  "File with her first password; left out: asked for");
  Does<NewUser>(verb, context, options, CreateUser);
}

void AddUpdateUser(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "update", "Change her name or her address",
                           "users update users/01k --email lena@clinic.example");
  auto given = std::make_shared<v1::User>();
  AddName(verb, *given->mutable_name(), "user");
  const auto* const display_name =
      verb.add_option("--display-name", *given->mutable_display_name(), "As others see her");
  const auto* const email = verb.add_option("--email", *given->mutable_email(),
                                            "Address that notices are mailed to; '' for none");
  Does<v1::User>(
      verb, context, given,
      [display_name, email](const Context& c, const client::Client& client,
                            const v1::User& changed) -> absl::Status {
        MIDSTANCE_ASSIGN_OR_RETURN(
            const auto found,
            client.Call(&AdminStub::GetUser, client::ByName<v1::GetUserRequest>(changed.name())));
        v1::UpdateUserRequest request;
        *request.mutable_user() = changed;
        request.mutable_user()->set_etag(found.etag());
        if (display_name->count() > 0) {
          request.mutable_update_mask()->add_paths("display_name");
        }
        if (email->count() > 0) request.mutable_update_mask()->add_paths("email");
        return c.Show(UserColumns(), client.Call(&AdminStub::UpdateUser, request));
      });
}

}  // namespace

void AddAdmin(CLI::App& app, Context& context) {
  CLI::App& users = AddNoun(app, "users", "Who may sign in");

  CLI::App& list = AddVerb(users, "list", "List users", "users list");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "",
                 {.filter = "user_name, disabled, create_time",
                  .example = "disabled = true",
                  .order = "user_name, create_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      return ShowList(c, client, &AdminStub::ListUsers,
                                      &v1::ListUsersResponse::users, v1::ListUsersRequest(), o,
                                      UserColumns());
                    });
  AddCreateUser(users, context);
  AddUpdateUser(users, context);

  CLI::App& disable = AddVerb(users, "disable", "End her sessions and let her sign in no more",
                              "users disable users/01k --reason 'Left the clinic'");
  auto disabling = std::make_shared<v1::DisableUserRequest>();
  AddName(disable, *disabling->mutable_name(), "user");
  disable.add_option("--reason", *disabling->mutable_reason(), "Why")->required();
  Does<v1::DisableUserRequest>(
      disable, context, disabling,
      [](const Context& c, const client::Client& client, const v1::DisableUserRequest& given) {
        return c.Show(UserColumns(), client::Change(client, &AdminStub::GetUser,
                                                    &AdminStub::DisableUser, given.name(), given));
      });

  CLI::App& server = AddNoun(app, "server", "The server itself");
  CLI::App& info = AddVerb(server, "info", "Version, store and rules", "server info");
  Does<NoOptions>(info, context, std::make_shared<NoOptions>(),
                  [](const Context& c, const client::Client& client, const NoOptions&) {
                    return c.Show(ServerInfoColumns(), client.Call(&AdminStub::GetServerInfo,
                                                                   v1::GetServerInfoRequest()));
                  });
}

}  // namespace midstance::cli
