#include "clients/cli/command_tree.h"

#include <sstream>

namespace midstance::cli {
namespace {

std::vector<const CLI::App*> ChildrenOf(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* child) { return !child->get_group().empty(); });
}

void AddCommands(const CLI::App& app, const std::string& words, std::vector<CommandNode>& nodes) {
  nodes.push_back({words, &app});
  for (const CLI::App* child : ChildrenOf(app)) {
    // A group of options is a nameless child.
    if (child->get_name().empty()) continue;
    AddCommands(*child, words.empty() ? child->get_name() : words + ' ' + child->get_name(), nodes);
  }
}

void AddOptions(const CLI::App& app, bool positional, std::vector<const CLI::Option*>& options) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() == positional) options.push_back(option);
  }
  for (const CLI::App* child : ChildrenOf(app)) {
    if (child->get_name().empty()) AddOptions(*child, positional, options);
  }
}

}  // namespace

bool CommandNode::IsGroup() const {
  for (const CLI::App* child : ChildrenOf(*app)) {
    if (!child->get_name().empty()) return true;
  }
  return false;
}

std::vector<CommandNode> CommandsOf(const CLI::App& program) {
  std::vector<CommandNode> nodes;
  AddCommands(program, "", nodes);
  return nodes;
}

std::vector<const CLI::Option*> OptionsOf(const CLI::App& command) {
  std::vector<const CLI::Option*> options;
  AddOptions(command, false, options);
  return options;
}

std::vector<const CLI::Option*> PositionalsOf(const CLI::App& command) {
  std::vector<const CLI::Option*> options;
  AddOptions(command, true, options);
  return options;
}

std::string NameOf(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name(true);
  if (!option.get_lnames().empty()) return "--" + option.get_lnames().front();
  return "-" + option.get_snames().front();
}

bool TakesValue(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t begin = type.find('{');
  const std::size_t end = type.find('}');
  std::vector<std::string> choices;
  if (begin == std::string::npos || end == std::string::npos) return choices;
  std::istringstream words(type.substr(begin + 1, end - begin - 1));
  for (std::string word; std::getline(words, word, ',');) choices.push_back(word);
  return choices;
}

std::string ValueOf(const CLI::Option& option) {
  if (!TakesValue(option)) return "";
  std::string value;
  for (const std::string& word : ChoicesOf(option)) value += (value.empty() ? "" : "|") + word;
  if (!value.empty() || option.get_positional()) return value;
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

}  // namespace midstance::cli
