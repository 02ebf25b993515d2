#include "tests/bench/report.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace midstance::bench {
namespace {

std::string Short(double value) {
  char text[32];
  std::snprintf(text, sizeof text, value >= 1000 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
  return text;
}

std::string Target(const Figure& figure) {
  if (figure.goal == Figure::Goal::kNone) return "";
  return (figure.goal == Figure::Goal::kAtLeast ? ">= " : "<= ") + Short(figure.target);
}

std::string Verdict(const Figure& figure) {
  const std::optional<bool> met = figure.met();
  return !met ? "" : *met ? "met" : "MISSED";
}

}  // namespace

std::optional<bool> Figure::met() const {
  if (goal == Goal::kNone) return std::nullopt;
  return goal == Goal::kAtLeast ? ratio() >= target : ratio() <= target;
}

double MedianOf(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void PrintTable(const std::vector<Figure>& figures, std::ostream& out) {
  const std::vector<std::string> head = {"figure",  "value", "unit",   "against",
                                         "ceiling", "ratio", "target", ""};
  std::vector<std::vector<std::string>> rows = {head};
  for (const Figure& figure : figures) {
    const bool compared = figure.ceiling > 0;
    rows.push_back({figure.name, Short(figure.value), figure.unit, figure.ceiling_name,
                    compared ? Short(figure.ceiling) : "", compared ? Short(figure.ratio()) : "",
                    Target(figure), Verdict(figure)});
  }
  std::vector<std::size_t> widths(head.size(), 0);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    }
    out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
  }
}

void PrintJson(const std::vector<Figure>& figures, std::ostream& out) {
  nlohmann::ordered_json all = nlohmann::ordered_json::object();
  for (const Figure& figure : figures) {
    all[figure.name] = {
        {"value", figure.value}, {"ceiling", figure.ceiling}, {"ratio", figure.ratio()}};
  }
  out << all.dump(2) << '\n';
}

}  // namespace midstance::bench
