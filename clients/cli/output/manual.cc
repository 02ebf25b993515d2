#include "clients/cli/output/manual.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <vector>

#include "clients/cli/command_tree.h"

namespace midstance::cli {
namespace {

// As it stands, whatever it is made of.
std::string Literal(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else {
      out += c;
    }
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

std::string Upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string Head(const std::string& page, const std::string& what) {
  return ".TH " + Upper(page) + " 1 \"\" Midstance \"Midstance\"\n.ad l\n.nh\n.SH NAME\n" +
         Literal(page) + " \\- " + Literal(what) + '\n';
}

std::string OptionText(const CLI::Option& option) {
  std::string text = ".TP\n.B \"" + Literal(NameOf(option)) + "\"";
  if (const std::string value = ValueOf(option); !value.empty()) {
    text = ".TP\n.BI \"" + Literal(NameOf(option)) + " \" \"" + Literal(value) + '"';
  }
  text += '\n' + Literal(option.get_description());
  if (option.get_required()) text += " (required)";
  if (const std::string usual = option.get_default_str(); !usual.empty()) {
    text += " (left out: " + Literal(usual) + ')';
  }
  return text + '\n';
}

std::string OptionsText(const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : PositionalsOf(command)) text += OptionText(*option);
  for (const CLI::Option* option : OptionsOf(command)) {
    if (option != command.get_help_ptr()) text += OptionText(*option);
  }
  return text;
}

std::string ExamplesText(const CLI::App& command) {
  std::istringstream lines(command.get_footer());
  std::string line;
  std::getline(lines, line);  // "Examples:"
  std::string text;
  while (std::getline(lines, line))
    text += Literal(line.substr(std::min<std::size_t>(2, line.size()))) + '\n';
  return text.empty() ? "" : ".PP\n.EX\n" + text + ".EE\n";
}

// "midstance cases hold name --reason TEXT [OPTION...]"
std::string CallOf(const CommandNode& command) {
  std::string call = "midstance " + command.words;
  for (const CLI::Option* option : PositionalsOf(*command.app)) {
    const std::string name = Upper(NameOf(*option));
    call += option->get_required() ? ' ' + name : " [" + name + ']';
  }
  bool more = false;
  for (const CLI::Option* option : OptionsOf(*command.app)) {
    if (option->get_required()) {
      call += ' ' + NameOf(*option) + ' ' + ValueOf(*option);
    } else if (option != command.app->get_help_ptr()) {
      more = true;
    }
  }
  return call + (more ? " [OPTION...]" : "");
}

std::string CommandText(const CommandNode& command) {
  return ".SS \"" + Literal(CallOf(command)) + "\"\n" + Literal(command.app->get_description()) +
         ".\n" + ExamplesText(*command.app) + OptionsText(*command.app);
}

constexpr char kExit[] =
    ".SH EXIT STATUS\n"
    ".TP\n.B 0\ndone\n"
    ".TP\n.B 1\nthe server refused or failed\n"
    ".TP\n.B 2\nthe command line is wrong\n"
    ".TP\n.B 3\nnot signed in, or not allowed\n"
    ".TP\n.B 4\nnot found\n"
    ".TP\n.B 5\nthe server cannot be reached\n"
    ".TP\n.B 10\nsomething is there, where \\-\\-exit\\-code asks for it\n"
    ".TP\n.B 130\ninterrupted\n";

constexpr char kSurroundings[] =
    ".SH ENVIRONMENT\n"
    ".TP\n.B MIDSTANCE_PROFILE\nthe profile file\n"
    ".TP\n.B MIDSTANCE_TOKEN\ntakes the place of the profile\\(aqs token\n"
    ".TP\n.B MIDSTANCE_DEMO_TIME\nas \\-\\-demo\\-time\n"
    ".TP\n.B NO_COLOR\nno colour, whatever it is set to\n"
    ".SH FILES\n"
    ".TP\n.I \\(ti/.config/midstance/profile.json\nthe server and the session of who signed in\n";

}  // namespace

std::map<std::string, std::string> ManualPages(const CLI::App& program) {
  std::map<std::string, std::string> pages;
  const std::string first = "midstance.1";
  std::string see_also;
  for (const CommandNode& node : CommandsOf(program)) {
    if (node.words.empty()) {
      pages[first] = Head("midstance", node.app->get_description()) +
                     ".SH SYNOPSIS\n.B midstance\n.I NOUN VERB\n[\\fIOPTION\\fR...]\n" +
                     ".SH OPTIONS\nOf every command:\n" + OptionsText(*node.app) + ".SH COMMANDS\n";
    } else if (node.IsGroup()) {
      const std::string page = "midstance-" + node.words;
      pages[page + ".1"] = Head(page, node.app->get_description()) + ".SH SYNOPSIS\n.B midstance " +
                           Literal(node.words) + "\n.I VERB\n[\\fIOPTION\\fR...]\n.SH COMMANDS\n";
      see_also += (see_also.empty() ? "" : " ,\n") + std::string(".BR ") + Literal(page) + " (1)";
    } else {
      const std::size_t blank = node.words.find(' ');
      const std::string page =
          blank == std::string::npos ? first : "midstance-" + node.words.substr(0, blank) + ".1";
      pages[page] += CommandText(node);
    }
  }
  for (auto& [name, text] : pages) {
    text += kExit;
    if (name == first) {
      text += std::string(kSurroundings) + ".SH SEE ALSO\n" + see_also + '\n';
    } else {
      text += ".SH SEE ALSO\n.BR midstance (1)\n";
    }
  }
  return pages;
}

}  // namespace midstance::cli
