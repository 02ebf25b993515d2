#include "clients/cli/commands/command.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <utility>

#include "clients/core/words.h"
#include "midstance/v1/session_service.grpc.pb.h"

namespace midstance::cli {

CLI::App& AddNoun(CLI::App& app, const std::string& name, const std::string& description) {
  CLI::App* noun = app.add_subcommand(name, description);
  noun->require_subcommand(1);
  noun->footer("");
  return *noun;
}

CLI::App& AddVerb(CLI::App& noun, const std::string& name, const std::string& description,
                  const std::string& examples) {
  CLI::App* verb = noun.add_subcommand(name, description);
  std::istringstream lines(examples);
  std::string footer = "Examples:";
  for (std::string line; std::getline(lines, line);) {
    // An indented line goes on from the one before.
    footer += (line.starts_with(' ') ? "\n  " : "\n  midstance ") + line;
  }
  verb->footer(footer);
  // The API says get.
  if (name == "show") verb->alias("get");
  return *verb;
}

absl::Status WithPassword(const Context& context, const client::Client& client, absl::Status first,
                          const std::function<absl::Status()>& again) {
  if (ReasonOf(first) != v1::ERROR_REASON_STEP_UP_REQUIRED || !context.AtTerminal()) return first;
  context.talk() << "this needs your password again\n";
  MIDSTANCE_RETURN_IF_ERROR(ConfirmPassword(context, client, ""));
  return again();
}

absl::Status ConfirmPassword(const Context& context, const client::Client& client,
                             const std::string& file) {
  v1::ConfirmPasswordRequest request;
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_password(), context.AskPassword(file));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::ConfirmPasswordResponse reply,
                             client.Call(&v1::SessionService::Stub::ConfirmPassword, request));
  context.talk() << "confirmed until " << client::TimeWord(reply.expire_time()) << '\n';
  return absl::OkStatus();
}

CLI::Validator OneOf(std::vector<std::string> words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ",") + word;
  all = '{' + all + '}';
  return CLI::Validator(
      [words = std::move(words), all](std::string& given) -> std::string {
        std::string word = given;
        for (char& c : word) {
          c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        if (std::find(words.begin(), words.end(), word) == words.end()) {
          return "'" + given + "' is none of " + all;
        }
        given = std::move(word);
        return "";
      },
      all);
}

void AddName(CLI::App& verb, std::string& name, const std::string& what) {
  verb.add_option("name", name, "Name of the " + what)->required();
}

void AddListOptions(CLI::App& verb, ListOptions& options, const std::string& where,
                    const ListFields& fields) {
  if (!where.empty()) {
    options.parent = where;
    verb.add_option("parent", options.parent, "Of which patient or case")->capture_default_str();
  }
  verb.add_option("--filter", options.filter,
                  "Which ones, e.g. '" + fields.example + "'; by " + fields.filter);
  verb.add_option("--order-by", options.order_by,
                  "Fields to sort by, each with ' desc' if need be, of " + fields.order);
  AddLimit(verb, options.limit);
}

void AddLimit(CLI::App& verb, int& limit) {
  verb.add_option("--limit", limit, "At most so many")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
}

void AddFormOptions(CLI::App& verb, std::vector<std::string>& answers,
                    std::vector<std::string>& activities) {
  verb.add_option(
          "--answers", answers,
          "Answers in the order of the form, - for a blank; SUBSCALE=answers, once for each")
      ->required()
      ->allow_extra_args(false);
  verb.add_option("--activity", activities, "What the patient named, once for each answer")
      ->allow_extra_args(false);
}

std::string CaseParent(const std::string& parent) {
  return parent.find("/cases/") == std::string::npos ? parent + "/cases/-" : parent;
}

}  // namespace midstance::cli
