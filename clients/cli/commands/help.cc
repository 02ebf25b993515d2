#include <google/protobuf/struct.pb.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "clients/cli/command_tree.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/output/completion.h"
#include "clients/cli/output/manual.h"

// What tells of the commands themselves; none of it needs a server.
namespace midstance::cli {
namespace {

void AddCompletion(CLI::App& app, Context& context) {
  CLI::App& verb =
      AddVerb(app, "completion", "A script by which a shell completes what is typed",
              "completion bash > ~/.local/share/bash-completion/completions/midstance\n"
              "completion zsh > ~/.zfunc/_midstance");
  auto shell = std::make_shared<std::string>();
  verb.add_option("shell", *shell, "Of which shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  verb.callback([&app, &context, shell] {
    context.run = [&app, &context, shell] {
      context.data() << (*shell == "bash" ? BashCompletion(app) : ZshCompletion(app));
      return absl::OkStatus();
    };
  });
}

absl::Status WriteManual(const CLI::App& program, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (const auto& [name, text] : ManualPages(program)) {
    std::ofstream page(folder / name);
    page << text << std::flush;
    if (!page) return absl::InternalError("cannot write " + (folder / name).string());
  }
  return absl::OkStatus();
}

void AddManual(CLI::App& app, Context& context) {
  CLI::App& verb = AddVerb(app, "manual", "Write this manual as pages for man",
                           "manual ~/.local/share/man/man1");
  auto folder = std::make_shared<std::string>();
  verb.add_option("folder", *folder, "Into which folder; made when there is none")->required();
  verb.callback([&app, &context, folder] {
    context.run = [&app, folder] { return WriteManual(app, *folder); };
  });
}

void ShowCommands(const Context& context, const CLI::App& program) {
  Grid grid{{{"COMMAND"}, {"WHAT IT DOES", Fit::kMayShorten}}, {}};
  std::vector<google::protobuf::Struct> objects;
  for (const CommandNode& node : CommandsOf(program)) {
    if (node.IsGroup()) continue;
    const std::string what = node.app->get_description();
    grid.rows.push_back({node.words, what});
    auto& fields = *objects.emplace_back().mutable_fields();
    fields["command"].set_string_value(node.words);
    fields["description"].set_string_value(what);
  }
  if (context.output_format() != Format::kJson) return context.Print(grid);
  std::vector<const google::protobuf::Message*> messages;
  messages.reserve(objects.size());
  for (const auto& object : objects) messages.push_back(&object);
  context.data() << FormatJsonArray(messages);
}

void AddCommandList(CLI::App& app, Context& context) {
  CLI::App& verb =
      AddVerb(app, "commands", "List every command", "commands\ncommands --format csv");
  verb.callback([&app, &context] {
    context.run = [&app, &context] {
      ShowCommands(context, app);
      return absl::OkStatus();
    };
  });
}

}  // namespace

void AddHelp(CLI::App& app, Context& context) {
  AddCommandList(app, context);
  AddCompletion(app, context);
  AddManual(app, context);
}

}  // namespace midstance::cli
