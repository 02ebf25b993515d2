#include "services/assessments/examination.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace midstance::assessments {
namespace {

using rules::v1::Code;

struct Sides {
  const v1::Observation* left = nullptr;
  const v1::Observation* right = nullptr;
};

// By area, then by place in the vocabulary.
using ByPlace = std::map<std::pair<int, int>, Sides>;

ByPlace SidesIn(const rules::CompiledRuleSet& rules, const v1::Assessment& assessment) {
  ByPlace places;
  for (const auto& report : assessment.reports()) {
    const auto side = report.site().side();
    const bool left = side == v1::SIDE_LEFT || side == v1::SIDE_BILATERAL;
    const bool right = side == v1::SIDE_RIGHT || side == v1::SIDE_BILATERAL;
    if (!left && !right) continue;
    for (const auto& observation : report.observations()) {
      const auto* info = rules.Find(observation.code());
      if (info == nullptr) continue;
      auto& sides = places[{report.site().area(), info->index}];
      if (left) sides.left = &observation;
      if (right) sides.right = &observation;
    }
  }
  return places;
}

v1::TestedSides TestOf(const Code& code, v1::Area area, const Sides& sides) {
  v1::TestedSides tested;
  tested.set_code(code.code());
  tested.set_display(code.display());
  tested.set_area(area);
  if (sides.left != nullptr) tested.set_left(sides.left->choice());
  if (sides.right != nullptr) tested.set_right(sides.right->choice());
  tested.set_caution(code.caution());
  if (code.has_caution_source()) *tested.mutable_caution_source() = code.caution_source();
  return tested;
}

v1::MeasuredSides MeasureOf(const Code& code, v1::Area area, const Sides& sides) {
  v1::MeasuredSides measured;
  measured.set_code(code.code());
  measured.set_display(code.display());
  measured.set_area(area);
  measured.set_unit(code.unit());
  measured.set_caution(code.caution());
  if (code.measurement_error() > 0) measured.set_measurement_error(code.measurement_error());
  if (sides.left != nullptr) measured.set_left(sides.left->number());
  if (sides.right != nullptr) measured.set_right(sides.right->number());
  if (sides.left == nullptr || sides.right == nullptr) return measured;

  const double difference = measured.left() - measured.right();
  if (measured.has_measurement_error() && std::abs(difference) <= measured.measurement_error()) {
    measured.set_within_error(true);
  } else {
    measured.set_difference(difference);
  }
  const bool is_force = code.examined() == Code::STRENGTH && !code.unit().empty();
  const auto [weaker, stronger] = std::minmax({measured.left(), measured.right()});
  if (is_force && stronger > 0) {
    measured.set_symmetry_percent(static_cast<int>(std::lround(100 * weaker / stronger)));
  }
  return measured;
}

}  // namespace

v1::Examination Examine(const rules::CompiledRuleSet& rules, const v1::Assessment& assessment) {
  v1::Examination examination;
  for (const auto& [place, sides] : SidesIn(rules, assessment)) {
    const auto area = static_cast<v1::Area>(place.first);
    const Code& code = rules.source().codes(place.second);
    switch (code.examined()) {
      case Code::TEST:
        *examination.add_tests() = TestOf(code, area, sides);
        break;
      case Code::RANGE:
        *examination.add_ranges() = MeasureOf(code, area, sides);
        break;
      case Code::STRENGTH:
        *examination.add_strength() = MeasureOf(code, area, sides);
        break;
      default:
        break;
    }
  }
  return examination;
}

}  // namespace midstance::assessments
