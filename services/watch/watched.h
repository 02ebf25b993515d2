#pragma once

#include <absl/status/statusor.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/watch_service.pb.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::watch {

// How one type of resource gets into a Change.
struct Watched {
  std::string_view type;
  absl::Status (*load)(const storage::Reader&, const std::string& name, v1::Change&);
  // Adds a page as changes of kind EXISTING; the name to go on after, empty at the end.
  absl::StatusOr<std::string> (*list)(const storage::Reader&, const storage::Query&,
                                      std::vector<v1::Change>&);
};

// All types there are to watch, in the order in which they are told when they exist.
std::span<const Watched> AllWatched();

// nullptr for a type that is not watched.
const Watched* FindWatched(std::string_view type);

// A stored resource as it stands at `now`.
void Show(Instant now, v1::Change& change);

}  // namespace midstance::watch
