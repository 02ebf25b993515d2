#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "clients/cli/context.h"

namespace midstance::cli {

// A noun that only groups verbs.
CLI::App& AddNoun(CLI::App& app, const std::string& name, const std::string& description);
// A verb with examples, one a line or going on indented; they head its help.
CLI::App& AddVerb(CLI::App& noun, const std::string& name, const std::string& description,
                  const std::string& examples);

// What `verb` does, with its own options.
template <class Options>
void Does(
    CLI::App& verb, Context& context, std::shared_ptr<Options> options,
    std::function<absl::Status(const Context&, const client::Client&, const Options&)> action) {
  verb.callback([&context, options = std::move(options), action = std::move(action)] {
    context.run = [&context, options, action]() -> absl::Status {
      MIDSTANCE_ASSIGN_OR_RETURN(const client::Client client, context.Connect());
      return action(context, client, *options);
    };
  });
}

// A verb that takes one resource name.
struct NameOption {
  std::string name;
};
void AddName(CLI::App& verb, std::string& name, const std::string& what);

// A verb that lists.
struct ListOptions {
  std::string parent;
  std::string filter;
  std::string order_by;
  int limit = 50;
};
// `where` is the default parent; empty when the list has none.
void AddListOptions(CLI::App& verb, ListOptions& options, const std::string& where);

// "patients/p/cases/-" of "patients/p": the parent as a list of a case's children takes it.
std::string CaseParent(const std::string& parent);

// Fetches pages until `limit` items are there.
template <class Stub, class Request, class Response, class Resource>
absl::StatusOr<std::vector<Resource>> FetchAll(
    const client::Client& client,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
    const google::protobuf::RepeatedPtrField<Resource>& (Response::*items)() const, Request request,
    int limit) {
  std::vector<Resource> all;
  do {
    request.set_page_size(limit - static_cast<int>(all.size()));
    MIDSTANCE_ASSIGN_OR_RETURN(const Response page, client.Call(method, request));
    all.insert(all.end(), (page.*items)().begin(), (page.*items)().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && static_cast<int>(all.size()) < limit);
  return all;
}

// The same for a list with filter and order, shown; says when there is more.
template <class Stub, class Request, class Response, class Resource>
absl::Status ShowList(const Context& context, const client::Client& client,
                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const google::protobuf::RepeatedPtrField<Resource>& (Response::*items)()
                          const,
                      Request request, const ListOptions& options,
                      const Columns<Resource>& columns) {
  request.set_filter(options.filter);
  request.set_order_by(options.order_by);
  MIDSTANCE_ASSIGN_OR_RETURN(
      const std::vector<Resource> all,
      (FetchAll<Stub, Request, Response, Resource>(client, method, items, request, options.limit)));
  if (static_cast<int>(all.size()) == options.limit) {
    context.talk() << "the first " << options.limit << "; --limit shows more\n";
  }
  return context.ShowAll(columns, all);
}

}  // namespace midstance::cli
