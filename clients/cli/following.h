#pragma once

#include <absl/status/status.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "clients/cli/context.h"

namespace midstance::cli {

// What makes a list change.
struct Followed {
  std::string parent;              // as Watch takes it
  std::vector<std::string> types;  // of resources; empty: all
};

// --watch and --exit-code, for a list of what waits that has its --limit already.
void AddFollowing(CLI::App& verb, Context& context);

// How much of such a list is fetched: what a program follows is the whole list, unless it was told
// how much it wants; people are shown the first of it.
int LimitOf(const Context& shown, int limit);

// Has `show` show the list. With --watch again and again, whenever the server says that something
// changed: on a terminal in place of what it showed, in a pipe as one line of JSON, the whole list
// as it is then. Lasts until somebody interrupts it (Interrupted()) or an error that waiting cannot
// mend; a server that stops and comes back is none.
absl::Status ShowAndFollow(const Context& context, const client::Client& client,
                           const Followed& followed,
                           const std::function<absl::Status(const Context&)>& show);

}  // namespace midstance::cli
