#include "services/adherence/parameters.h"

#include <absl/strings/str_cat.h>

#include <array>
#include <cmath>
#include <set>
#include <string>
#include <variant>

#include "support/data_text.h"
#include "support/status.h"

namespace midstance::adherence {
namespace {

// Where a row goes and what it may be.
struct Slot {
  std::string_view id;
  std::variant<double Parameters::*, int Parameters::*> to;
  double lower;
  double upper;
};

constexpr std::array<Slot, 14> kSlots = {{
    {"threshold-percent", &Parameters::threshold_percent, 1, 100},
    {"part-credit", &Parameters::part_credit, 0, 1},
    {"usual-sessions-per-day", &Parameters::usual_sessions_per_day, 1, 6},
    {"fewest-exercises-advised", &Parameters::fewest_exercises_advised, 1, 20},
    {"most-exercises-advised", &Parameters::most_exercises_advised, 1, 20},
    {"window-days", &Parameters::window_days, 1, 365},
    {"enough-days", &Parameters::enough_days, 1, 365},
    {"enough-told-percent", &Parameters::enough_told_percent, 1, 100},
    {"phase-days", &Parameters::phase_days, 1, 90},
    {"fewest-readings", &Parameters::fewest_readings, 1, 100},
    {"nprs-change", &Parameters::nprs_change, 0.1, 10},
    {"baseline-reach-days", &Parameters::baseline_reach_days, 0, 90},
    {"latest-reach-days", &Parameters::latest_reach_days, 1, 365},
    {"fastest-run", &Parameters::fastest_run_kmh, 1, 100},
}};

absl::Status WrongRow(std::string_view id, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("parameter ", std::string(id), " ", std::string(what)));
}

absl::Status Put(const Slot& slot, double value, Parameters& parameters) {
  if (!(value >= slot.lower && value <= slot.upper)) return WrongRow(slot.id, "is out of range");
  if (const auto* number = std::get_if<double Parameters::*>(&slot.to)) {
    parameters.*(*number) = value;
    return absl::OkStatus();
  }
  if (std::trunc(value) != value) return WrongRow(slot.id, "must be whole");
  parameters.*std::get<int Parameters::*>(slot.to) = static_cast<int>(value);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Parameters> ReadParameters(const v1::AdherenceParameters& rows) {
  Parameters parameters;
  std::set<std::string_view> read;
  for (const auto& row : rows.rows()) {
    const Slot* slot = nullptr;
    for (const Slot& one : kSlots) {
      if (one.id == row.id()) slot = &one;
    }
    if (slot == nullptr) return WrongRow(row.id(), "is unknown");
    if (!read.insert(slot->id).second) return WrongRow(row.id(), "is there twice");
    if (row.unit().empty() || row.meaning().empty() || row.source().empty()) {
      return WrongRow(row.id(), "needs unit, meaning and source");
    }
    MIDSTANCE_RETURN_IF_ERROR(Put(*slot, row.value(), parameters));
  }
  for (const Slot& slot : kSlots) {
    if (!read.contains(slot.id)) return WrongRow(slot.id, "is missing");
  }
  return parameters;
}

absl::StatusOr<v1::AdherenceParameters> ParseParameters(std::string_view text) {
  return ParseDataText<v1::AdherenceParameters>("parameters of adherence", text);
}

const Parameters& ShippedParameters() {
  static const Parameters kShipped =
      RightOrEnd(ReadParameters(RightOrEnd(ParseParameters(ShippedParametersText()))));
  return kShipped;
}

}  // namespace midstance::adherence
