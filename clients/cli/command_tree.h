#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

// What the commands are, read from the tree that also parses them.
namespace midstance::cli {

struct CommandNode {
  std::string words;  // "cases hold"; empty: the program
  const CLI::App* app = nullptr;

  bool IsGroup() const;  // has verbs
};

// The program and every command that help shows, in its order: a noun before its verbs.
std::vector<CommandNode> CommandsOf(const CLI::App& program);

// The options of a command, in the order of its help, without positional ones, those in groups too.
std::vector<const CLI::Option*> OptionsOf(const CLI::App& command);
std::vector<const CLI::Option*> PositionalsOf(const CLI::App& command);

// "--colour" of "--colour,--color"; "-h" when it has no long name.
std::string NameOf(const CLI::Option& option);
bool TakesValue(const CLI::Option& option);
// The words that an option may have; none when it may have any.
std::vector<std::string> ChoicesOf(const CLI::Option& option);
// What stands in the place of its value: "table|csv|json", "TEXT"; empty of a flag, and of a
// positional one that may be anything.
std::string ValueOf(const CLI::Option& option);

}  // namespace midstance::cli
