#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/output/considered.h"
#include "clients/core/change.h"
#include "midstance/v1/consideration_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using ConsiderationStub = v1::ConsiderationService::Stub;

struct CaseOptions {
  std::string name;
  std::string at;
};

absl::Status OfCase(const Context& context, const client::Client& client,
                    const CaseOptions& options) {
  v1::ConsiderCaseRequest request;
  request.set_name(options.name);
  if (!options.at.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_as_of(), client::ParseTime(options.at));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::ConsiderCaseResponse reply,
                             client.Call(&ConsiderationStub::ConsiderCase, request));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  if (context.output_format() == Format::kCsv) {
    return context.ShowAll(ConsideredColumns(), reply.findings());
  }
  context.data() << FormatConsidered(reply.caption(), reply.findings());
  return absl::OkStatus();
}

// The clues of one entry as lines of a table.
struct ClueLine {
  std::string speaks;
  std::string label;
  std::string figures;
};

std::string Figures(const rules::v1::Clue& clue) {
  std::string all;
  for (const auto& figure : clue.figures()) {
    all += (all.empty() ? "" : "; ") + figure.text() + " (" + figure.source().key() + ")";
  }
  return all;
}

Columns<ClueLine> ClueColumns() {
  return {
      {"SPEAKS", [](const auto& c) { return c.speaks; }},
      {"CLUE", [](const auto& c) { return c.label; }},
      {"FIGURES", [](const auto& c) { return c.figures; }, Fit::kMayShorten},
  };
}

absl::Status Get(const Context& context, const client::Client& client, const NameOption& option) {
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Consideration found,
                             client.Call(&ConsiderationStub::GetConsideration,
                                         client::ByName<v1::GetConsiderationRequest>(option.name)));
  if (context.output_format() == Format::kJson) return context.Show(ConsiderationColumns(), found);
  std::vector<ClueLine> lines;
  lines.reserve(static_cast<std::size_t>(found.definition().supporting_size() +
                                         found.definition().opposing_size()));
  for (const auto& clue : found.definition().supporting()) {
    lines.push_back(
        {clue.background() ? "for, beside others" : "for", clue.label(), Figures(clue)});
  }
  for (const auto& clue : found.definition().opposing()) {
    lines.push_back({"against", clue.label(), Figures(clue)});
  }
  context.talk() << found.title() << '\n';
  context.Print(MakeGrid(ClueColumns(), lines));
  return absl::OkStatus();
}

}  // namespace

void AddConsiderations(CLI::App& app, Context& context) {
  CLI::App& noun =
      AddNoun(app, "considerations", "What findings are consistent with, for and against");

  CLI::App& list = AddVerb(noun, "list", "List the library", "considerations list");
  auto options = std::make_shared<ListOptions>();
  AddLimit(list, options->limit);
  Does<ListOptions>(
      list, context, options,
      [](const Context& c, const client::Client& client, const ListOptions& o) -> absl::Status {
        return ShowFetched(c, ConsiderationColumns(),
                           FetchAll(client, &ConsiderationStub::ListConsiderations,
                                    &v1::ListConsiderationsResponse::considerations,
                                    v1::ListConsiderationsRequest(), o.limit));
      });

  CLI::App& show = AddVerb(noun, "show", "The clues of one, with figures and sources",
                           "considerations show considerations/c-gtps");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "consideration");
  Does<NameOption>(show, context, name, Get);

  CLI::App& of_case = AddVerb(noun, "case", "What the findings of a case are consistent with",
                              "considerations case patients/amelie/cases/01k\n"
                              "considerations case patients/amelie/cases/01k --at 2026-11-18");
  auto case_options = std::make_shared<CaseOptions>();
  AddName(of_case, case_options->name, "case");
  of_case.add_option("--at", case_options->at, "The time to look from (UTC); left out: now");
  Does<CaseOptions>(of_case, context, case_options, OfCase);
}

}  // namespace midstance::cli
