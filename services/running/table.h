#pragma once

#include <absl/status/statusor.h>

#include <string_view>
#include <utility>

#include "midstance/v1/running_table.pb.h"

namespace midstance::running {

// The limits of the table by name; what each means stands beside it in stages.textproto.
struct Limits {
  double safe_nprs = 0;
  double acceptable_nprs = 0;
  double bone_nprs = 0;
  double any_pain_nprs = 0;
  double advance_nprs = 0;
  double agreement_nprs = 0;
  double morning_rise = 0;
  double morning_step_back = 0;
  double usual_days = 0;
  double repeat_runs = 0;
  double repeat_days = 0;
  double swelling_hours = 0;
  double swelling_days = 0;
  double week_days = 0;
  double stages_back = 0;
  double bone_stages_back = 0;
  double entry_walk_minutes = 0;
  double entry_walk_days = 0;
  double entry_walk_nprs = 0;
  double entry_morning_nprs = 0;
  double entry_look_back_days = 0;
  double entry_squats = 0;
  double entry_stance_seconds = 0;
  double entry_hops = 0;
  double entry_bone_free_days = 0;
  double longest_days = 0;
  double small_spike_percent = 0;
  double large_spike_percent = 0;
  double weekly_change_percent = 0;
  double ratio_weeks = 0;
};

// A walk-run table whose parts are all there. A value.
class Table {
 public:
  // INVALID_ARGUMENT (RULE_SET_INVALID) naming what is wrong: a stage, limit, rule or condition
  // that is missing, unknown, there twice or without a source.
  static absl::StatusOr<Table> Of(v1::RunningTable source);

  const v1::RunningTable& source() const { return source_; }
  const Limits& limits() const { return limits_; }
  int last_stage() const { return source_.stages_size() - 1; }
  // From 0 to last_stage().
  const v1::RunningStage& stage(int number) const { return source_.stages(number); }
  // The row of a rule that Of found, e.g. "back-limp".
  const v1::RunningRule& rule(std::string_view id) const;

 private:
  Table(v1::RunningTable source, const Limits& limits)
      : source_(std::move(source)), limits_(limits) {}

  v1::RunningTable source_;
  Limits limits_;
};

// The table that ships with the program: as text, and read.
std::string_view ShippedText();
absl::StatusOr<Table> ShippedTable();

}  // namespace midstance::running
