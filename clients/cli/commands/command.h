#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/context.h"
#include "clients/cli/progress_line.h"

namespace midstance::cli {

// A noun that only groups verbs.
CLI::App& AddNoun(CLI::App& app, const std::string& name, const std::string& description);
// A verb with examples, one a line or going on indented; they head its help.
CLI::App& AddVerb(CLI::App& noun, const std::string& name, const std::string& description,
                  const std::string& examples);

// Asks for the password and does `again` when the server wanted it given anew and somebody sits at
// the terminal; `first` in all other cases.
absl::Status WithPassword(const Context& context, const client::Client& client, absl::Status first,
                          const std::function<absl::Status()>& again);
// Gives the password of the file, or the one that is asked for, to the server.
absl::Status ConfirmPassword(const Context& context, const client::Client& client,
                             const std::string& file);

// Takes these words alone, in any case and with '_' for '-'; help and completion tell them.
CLI::Validator OneOf(std::vector<std::string> words);

// What `verb` does, with its own options.
template <class Options>
void Does(
    CLI::App& verb, Context& context, std::shared_ptr<Options> options,
    std::function<absl::Status(const Context&, const client::Client&, const Options&)> action) {
  verb.callback([&context, options = std::move(options), action = std::move(action)] {
    context.run = [&context, options, action]() -> absl::Status {
      MIDSTANCE_ASSIGN_OR_RETURN(const client::Client client, context.Connect());
      return WithPassword(context, client, action(context, client, *options),
                          [&] { return action(context, client, *options); });
    };
  });
}

// Of a verb that needs none.
struct NoOptions {};

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
// What a list may be asked by, comma-separated, for its help.
struct ListFields {
  std::string filter;
  std::string example;  // of a filter
  std::string order;
};
// `where` is the default parent; empty when the list has none.
void AddListOptions(CLI::App& verb, ListOptions& options, const std::string& where,
                    const ListFields& fields);
// The answers to an outcome measure, see form_answers.h.
void AddFormOptions(CLI::App& verb, std::vector<std::string>& answers,
                    std::vector<std::string>& activities);
// The part of it that every list has.
void AddLimit(CLI::App& verb, int& limit);

// "patients/p/cases/-" of "patients/p": the parent as a list of a case's children takes it.
std::string CaseParent(const std::string& parent);

template <class Resource>
struct Fetched {
  std::vector<Resource> items;
  bool more = false;  // the list goes on
};

// Fetches pages until `limit` items are there. Tells `progress`, if there is one, how far it is
// when another page follows.
template <class Stub, class Request, class Response, class Resource>
absl::StatusOr<Fetched<Resource>> FetchAll(
    const client::Client& client,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
    const google::protobuf::RepeatedPtrField<Resource>& (Response::*items)() const, Request request,
    int limit, ProgressLine* progress = nullptr) {
  Fetched<Resource> all;
  do {
    request.set_page_size(limit - static_cast<int>(all.items.size()));
    MIDSTANCE_ASSIGN_OR_RETURN(const Response page, client.Call(method, request));
    all.items.insert(all.items.end(), (page.*items)().begin(), (page.*items)().end());
    request.set_page_token(page.next_page_token());
    all.more = !page.next_page_token().empty();
    if (all.more && progress != nullptr) {
      progress->Tell(static_cast<std::int64_t>(all.items.size()), 0);
    }
  } while (all.more && static_cast<int>(all.items.size()) < limit);
  return all;
}

// Says also when the list goes on.
template <class Resource>
absl::Status ShowFetched(const Context& context, const Columns<Resource>& columns,
                         const absl::StatusOr<Fetched<Resource>>& fetched) {
  if (!fetched.ok()) return fetched.status();
  if (fetched->more) {
    context.talk() << "the first " << fetched->items.size() << "; --limit shows more\n";
  }
  return context.ShowAll(columns, fetched->items);
}

// The same for a list with filter and order.
template <class Stub, class Request, class Response, class Resource>
absl::Status ShowList(const Context& context, const client::Client& client,
                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const google::protobuf::RepeatedPtrField<Resource>& (Response::*items)()
                          const,
                      Request request, const ListOptions& options,
                      const Columns<Resource>& columns) {
  request.set_filter(options.filter);
  request.set_order_by(options.order_by);
  absl::StatusOr<Fetched<Resource>> fetched;
  {
    ProgressLine progress(context, "fetching");
    fetched = FetchAll(client, method, items, request, options.limit, &progress);
  }
  return ShowFetched(context, columns, fetched);
}

}  // namespace midstance::cli
