#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "midstance/v1/watch_service.pb.h"
#include "storage/store.h"

namespace midstance::watch {

// The prefix of every patient's name.
inline constexpr std::string_view kEveryPatient = "patients/";

// The types that are asked for, "Patient" as in the request; empty: all.
using Types = std::vector<std::string>;

// `type` as resources have it, "midstance.v1/Patient".
bool Asks(const Types& types, std::string_view type);

// Is `name` the scope or below it? The scope is a patient, a case or kEveryPatient.
bool Within(std::string_view scope, std::string_view name);

// A way through what exists in a scope, table by table.
class Walk {
 public:
  explicit Walk(std::string scope) : scope_(std::move(scope)) {}
  static Walk AllTold();

  bool Told() const;
  // At most `most` more resources that `care_team_of` reaches, everybody's when it is empty, as
  // changes of kind EXISTING. An empty page is not the end.
  absl::StatusOr<std::vector<v1::Change>> NextPage(const storage::Reader& reader,
                                                   const Types& types,
                                                   const std::string& care_team_of, int most);

 private:
  std::string scope_;
  std::size_t table_ = 0;  // past the last: all is told
  std::string after_;      // the row to go on after
};

}  // namespace midstance::watch
