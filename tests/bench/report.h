#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace midstance::bench {

// One measured value beside what it is held against in the same run.
struct Figure {
  enum class Goal { kNone, kAtLeast, kAtMost };

  std::string name = {};  // "record"
  double value = 0;
  std::string unit = {};
  std::string ceiling_name = {};  // what `ceiling` is
  double ceiling = 0;
  Goal goal = Goal::kNone;
  double target = 0;  // of the ratio

  double ratio() const { return ceiling > 0 ? value / ceiling : 0; }
  // Nothing without a goal.
  std::optional<bool> met() const;
};

double MedianOf(std::vector<double> values);

void PrintTable(const std::vector<Figure>& figures, std::ostream& out);
// {"name": {"value":, "ceiling":, "ratio":}}
void PrintJson(const std::vector<Figure>& figures, std::ostream& out);

}  // namespace midstance::bench
