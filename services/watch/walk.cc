#include "services/watch/walk.h"

#include <algorithm>
#include <utility>

#include "services/watch/watched.h"
#include "support/status.h"

namespace midstance::watch {

bool Asks(const Types& types, std::string_view type) {
  const std::string_view short_type = type.substr(type.find('/') + 1);
  return types.empty() || std::find(types.begin(), types.end(), short_type) != types.end();
}

bool Within(std::string_view scope, std::string_view name) {
  if (scope == kEveryPatient || name == scope) return true;
  return name.starts_with(scope) && name[scope.size()] == '/';
}

Walk Walk::AllTold() {
  Walk walk{std::string()};
  walk.table_ = AllWatched().size();
  return walk;
}

bool Walk::Told() const { return table_ == AllWatched().size(); }

absl::StatusOr<std::vector<v1::Change>> Walk::NextPage(const storage::Reader& reader,
                                                       const Types& types,
                                                       const std::string& care_team_of, int most) {
  const Watched& watched = AllWatched()[table_];
  // The scope itself may be of these types; neighbours ("cc" beside "c") are taken out again.
  const bool of_scope =
      watched.type == "midstance.v1/Patient" || watched.type == "midstance.v1/Case";
  storage::Query query;
  query.name_prefix = of_scope || scope_ == kEveryPatient ? scope_ : scope_ + "/";
  query.care_team_of = care_team_of;
  query.limit = most;
  query.after_name = after_;
  std::vector<v1::Change> changes;
  if (Asks(types, watched.type)) {
    MIDSTANCE_ASSIGN_OR_RETURN(after_, watched.list(reader, query, changes));
  }
  std::erase_if(changes, [this](const v1::Change& each) { return !Within(scope_, each.name()); });
  if (after_.empty()) ++table_;
  return changes;
}

}  // namespace midstance::watch
