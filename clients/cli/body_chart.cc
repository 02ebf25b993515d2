#include "clients/cli/body_chart.h"

#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::cli {
namespace {

// At most `most` parts; the last one keeps its colons.
std::vector<std::string_view> Parts(std::string_view text, char by, std::size_t most) {
  std::vector<std::string_view> parts;
  while (parts.size() + 1 < most) {
    const auto at = text.find(by);
    if (at == std::string_view::npos) break;
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  parts.push_back(text);
  return parts;
}

std::optional<double> NumberIn(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

absl::Status NoMark(std::string_view text) {
  return absl::InvalidArgumentError("'" + std::string(text) +
                                    "' is no mark like front:hip/left:0.45,0.52:stabbing:7");
}

}  // namespace

absl::StatusOr<v1::BodyMark> ParseMark(std::string_view text) {
  constexpr std::size_t kParts = 5;
  const auto parts = Parts(text, ':', kParts);
  if (parts.size() < 3) return NoMark(text);
  v1::BodyMark mark;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto view, client::ParseWord<v1::BodyMark::View>(parts[0]));
  mark.set_view(view);
  MIDSTANCE_ASSIGN_OR_RETURN(*mark.mutable_site(), client::ParseSite(parts[1]));
  const auto place = Parts(parts[2], ',', 2);
  const auto x = NumberIn(place[0]);
  const auto y = place.size() == 2 ? NumberIn(place[1]) : std::nullopt;
  if (!x.has_value() || !y.has_value()) return NoMark(text);
  mark.set_x(*x);
  mark.set_y(*y);
  if (parts.size() > 3) mark.set_quality(std::string(parts[3]));
  if (parts.size() == kParts) {
    const auto nprs = NumberIn(parts[4]);
    if (!nprs.has_value()) return NoMark(text);
    mark.set_nprs(*nprs);
  }
  return mark;
}

absl::StatusOr<v1::GaitFinding> ParseGait(std::string_view text) {
  const auto parts = Parts(text, ':', 3);
  if (parts.size() < 3 || parts[2].empty()) {
    return absl::InvalidArgumentError("'" + std::string(text) +
                                      "' is no finding like midstance:left:pelvic drop");
  }
  v1::GaitFinding finding;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto phase, client::ParseWord<v1::GaitPhase>(parts[0]));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto side, client::ParseWord<v1::Side>(parts[1]));
  finding.set_phase(phase);
  finding.set_side(side);
  finding.set_finding(std::string(parts[2]));
  return finding;
}

}  // namespace midstance::cli
