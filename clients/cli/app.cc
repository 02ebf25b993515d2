#include "clients/cli/app.h"

#include <absl/strings/str_replace.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <numeric>

#include "clients/cli/command_tree.h"
#include "clients/cli/commands/all.h"
#include "clients/core/error_text.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

constexpr int kUsage = 2;

// Examples come before the options: most readers need no more.
class ExamplesFirst final : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override {
    const std::string description = CLI::Formatter::make_description(app);
    return app->get_footer().empty() ? description : description + app->get_footer() + "\n\n";
  }
  std::string make_footer(const CLI::App*) const override { return ""; }
  // Options of which one is chosen.
  std::string make_expanded(const CLI::App* group) const override {
    const bool must = group->get_require_option_min() > 0;
    const std::string& of = group->get_description();
    return make_group(
        (of.empty() ? "One of these" : of + ": one of these") + (must ? " (required)" : " at most"),
        false, group->get_options([group](const CLI::Option* option) {
          return option != group->get_help_ptr();
        }));
  }
  std::string make_option_name(const CLI::Option* option, bool is_positional) const override {
    return absl::StrReplaceAll(CLI::Formatter::make_option_name(option, is_positional),
                               {{"{false}", ""}});
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    const std::string value = ValueOf(*option);
    const bool many = option->get_items_expected_max() > 1;
    return (value.empty() ? "" : ' ' + value) + (many ? " ..." : "");
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    const std::string& usual = option->get_default_str();
    return option->get_description() + (option->get_required() ? " (required)" : "") +
           (usual.empty() ? "" : " (left out: " + usual + ')');
  }
};

std::size_t EditDistance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
    }
  }
  return row.back();
}

struct Unknown {
  std::string word;   // empty when every word is a command
  std::string meant;  // empty when nothing is close
};

// The first word that should be a command and is none.
Unknown FindUnknown(const CLI::App& app, const std::vector<std::string>& arguments) {
  const CLI::App* at = &app;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    const auto commands = at->get_subcommands([](const CLI::App*) { return true; });
    if (commands.empty()) return {};
    if (word.empty() || word.front() == '-') {
      const CLI::Option* option = app.get_option_no_throw(word);
      const bool is_flag = option != nullptr && !TakesValue(*option);
      if (!is_flag && word.find('=') == std::string::npos) ++i;
      continue;
    }
    const CLI::App* best = nullptr;
    std::size_t least = 3;
    for (const CLI::App* command : commands) {
      const std::size_t distance = EditDistance(word, command->get_name());
      if (distance < least) {
        least = distance;
        best = command;
      }
    }
    if (best == nullptr) return {word, ""};
    if (least > 0) return {word, best->get_name()};
    at = best;
  }
  return {};
}

int End(const absl::Status& status, const Context& context) {
  if (status.ok()) return context.FoundCode();
  // Whoever interrupts knows.
  if (!IsInterrupted(status)) context.talk() << client::ErrorLines(status) << '\n';
  return ExitCode(status);
}

}  // namespace

void AddProgram(CLI::App& app, Context& context) {
  app.description("Midstance: runners' cases, red flags and referrals on the command line");
  app.name("midstance");
  app.formatter(std::make_shared<ExamplesFirst>());
  app.footer(
      "Examples:\n"
      "  midstance sign-in --join join.json --user lena\n"
      "  midstance worklist\n"
      "  midstance escalations list --watch\n"
      "  midstance explain patients/amelie/cases/01k --all");
  app.fallthrough();
  app.require_subcommand(1);
  app.add_option("--format", context.format, "How data is shown")
      ->check(CLI::IsMember({"table", "csv", "json"}))
      ->capture_default_str();
  app.add_option("--colour,--color", context.colour,
                 "Colour; auto: on a terminal, unless NO_COLOR is set or TERM is dumb")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  app.add_flag("--quiet", context.quiet, "No progress of long work");
  app.add_option("--profile", context.profile_path,
                 "Profile file; left out: $MIDSTANCE_PROFILE or ~/.config/midstance/profile.json");
  app.add_option("--demo-time", context.demo_time,
                 "Move the clock of a server with --demo-clock to this time (UTC) first")
      ->envname("MIDSTANCE_DEMO_TIME");
  AddAllCommands(app, context);
}

int RunCommandLine(std::vector<std::string> arguments, Context& context) {
  CLI::App app;
  AddProgram(app, context);
  try {
    // CLI11 takes the words in reverse order.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp& help) {
    app.exit(help, context.data(), context.talk());
    return End(Written(context), context);
  } catch (const CLI::ParseError& error) {
    const Unknown unknown = FindUnknown(app, arguments);
    if (unknown.word.empty()) {
      context.talk() << "error: " << client::Printable(error.what())
                     << "\nhint: --help shows what there is\n";
    } else if (unknown.meant.empty()) {
      context.talk() << "error: '" << client::Printable(unknown.word)
                     << "' is no command\nhint: --help shows what there is\n";
    } else {
      context.talk() << "error: '" << client::Printable(unknown.word)
                     << "' is no command\nhint: did you mean '" << unknown.meant << "'?\n";
    }
    return kUsage;
  }
  absl::Status status = context.run();
  status.Update(Written(context));
  return End(status, context);
}

}  // namespace midstance::cli
