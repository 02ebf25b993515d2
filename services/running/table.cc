#include "services/running/table.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "support/data_text.h"
#include "support/status.h"

namespace midstance::running {
namespace {

struct NamedLimit {
  std::string_view id;
  double Limits::*member;
};
constexpr std::array kNamedLimits = {
    NamedLimit{"safe_nprs", &Limits::safe_nprs},
    NamedLimit{"acceptable_nprs", &Limits::acceptable_nprs},
    NamedLimit{"bone_nprs", &Limits::bone_nprs},
    NamedLimit{"any_pain_nprs", &Limits::any_pain_nprs},
    NamedLimit{"advance_nprs", &Limits::advance_nprs},
    NamedLimit{"agreement_nprs", &Limits::agreement_nprs},
    NamedLimit{"morning_rise", &Limits::morning_rise},
    NamedLimit{"morning_step_back", &Limits::morning_step_back},
    NamedLimit{"usual_days", &Limits::usual_days},
    NamedLimit{"repeat_runs", &Limits::repeat_runs},
    NamedLimit{"repeat_days", &Limits::repeat_days},
    NamedLimit{"swelling_hours", &Limits::swelling_hours},
    NamedLimit{"swelling_days", &Limits::swelling_days},
    NamedLimit{"week_days", &Limits::week_days},
    NamedLimit{"stages_back", &Limits::stages_back},
    NamedLimit{"bone_stages_back", &Limits::bone_stages_back},
    NamedLimit{"entry_walk_minutes", &Limits::entry_walk_minutes},
    NamedLimit{"entry_walk_days", &Limits::entry_walk_days},
    NamedLimit{"entry_walk_nprs", &Limits::entry_walk_nprs},
    NamedLimit{"entry_morning_nprs", &Limits::entry_morning_nprs},
    NamedLimit{"entry_look_back_days", &Limits::entry_look_back_days},
    NamedLimit{"entry_squats", &Limits::entry_squats},
    NamedLimit{"entry_stance_seconds", &Limits::entry_stance_seconds},
    NamedLimit{"entry_hops", &Limits::entry_hops},
    NamedLimit{"entry_bone_free_days", &Limits::entry_bone_free_days},
    NamedLimit{"longest_days", &Limits::longest_days},
    NamedLimit{"small_spike_percent", &Limits::small_spike_percent},
    NamedLimit{"large_spike_percent", &Limits::large_spike_percent},
    NamedLimit{"weekly_change_percent", &Limits::weekly_change_percent},
    NamedLimit{"ratio_weeks", &Limits::ratio_weeks},
};
constexpr std::array<std::string_view, 17> kRuleIds = {
    "bone-pain", "stop-red-flag", "stop-walking",   "stop-pain-repeat", "stop-any-pain",
    "back-pain", "back-morning",  "back-limp",      "back-swelling",    "back-late",
    "hold-pain", "hold-missed",   "hold-stiffness", "hold-unknown",     "stopped",
    "advance",   "advance-agreed"};
constexpr std::array<std::string_view, 9> kEntryIds = {
    "no-flag",        "mechanical",      "walk",          "squats", "stance", "hops",
    "bone-free-days", "bone-tenderness", "bone-clearance"};

class TableCheck {
 public:
  void Expect(bool holds, const std::string& where, const char* otherwise) {
    if (!holds) AddViolation(violations_, where, otherwise);
  }
  // Rows that have ids: exactly `known`, each with a text and a source.
  template <class RowList, class Known>
  void Rows(const RowList& rows, const Known& known, const std::string& what) {
    std::set<std::string> seen;
    for (const auto& row : rows) {
      const std::string where = what + " " + row.id();
      Expect(std::find(known.begin(), known.end(), row.id()) != known.end(), where, "is not known");
      Expect(seen.insert(row.id()).second, where, "is there twice");
      Expect(!row.text().empty() && !row.source().empty(), where, "needs a text and a source");
    }
    for (const auto id : known) {
      Expect(seen.count(std::string(id)) == 1, what + " " + std::string(id), "is missing");
    }
  }
  void Stage(const v1::RunningStage& stage, int number, bool last) {
    const std::string where = "stage " + std::to_string(number);
    Expect(stage.stage() == number, where, "is not in order");
    Expect(!stage.text().empty() && !stage.source().empty(), where, "needs a text and a source");
    Expect(stage.repeats() * (stage.walk_minutes() + stage.run_minutes()) == stage.total_minutes(),
           where, "has another total than its parts");
    Expect((stage.every_days() > 0) != (stage.per_week() > 0), where,
           "needs either every_days or per_week");
    Expect((stage.sessions() == 0) == last, where, "leads to no next stage, or to one too many");
  }
  absl::Status Done() const {
    if (violations_.field_violations().empty()) return absl::OkStatus();
    Error error(v1::ERROR_REASON_RULE_SET_INVALID);
    for (const auto& violation : violations_.field_violations()) {
      error = std::move(error).Field(violation.field(), violation.description());
    }
    return error;
  }

 private:
  google::rpc::BadRequest violations_;
};

}  // namespace

absl::StatusOr<Table> Table::Of(v1::RunningTable source) {
  TableCheck check;
  check.Expect(source.stages_size() > 0, "stages", "are missing");
  for (int i = 0; i < source.stages_size(); ++i) {
    check.Stage(source.stages(i), i, i + 1 == source.stages_size());
  }
  std::array<std::string_view, kNamedLimits.size()> limit_ids{};
  std::transform(kNamedLimits.begin(), kNamedLimits.end(), limit_ids.begin(),
                 [](const NamedLimit& each) { return each.id; });
  check.Rows(source.limits(), limit_ids, "limit");
  check.Rows(source.rules(), kRuleIds, "rule");
  check.Rows(source.entry(), kEntryIds, "entry");
  MIDSTANCE_RETURN_IF_ERROR(check.Done());
  Limits limits;
  for (const auto& row : source.limits()) {
    const auto* const named =
        std::find_if(kNamedLimits.begin(), kNamedLimits.end(),
                     [&](const NamedLimit& each) { return each.id == row.id(); });
    limits.*(named->member) = row.value();
  }
  return Table(std::move(source), limits);
}

const v1::RunningRule& Table::rule(std::string_view id) const {
  return *std::find_if(source_.rules().begin(), source_.rules().end(),
                       [&](const v1::RunningRule& row) { return row.id() == id; });
}

absl::StatusOr<Table> ShippedTable() {
  MIDSTANCE_ASSIGN_OR_RETURN(auto source,
                             ParseDataText<v1::RunningTable>("walk-run table", ShippedText()));
  return Table::Of(std::move(source));
}

}  // namespace midstance::running
