#include "services/measures/numbers.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace midstance::measures {
namespace {

// Far above the error of a sum of a hundred answers, far below the step of any score.
constexpr double kCrumb = 1e-9;
constexpr double kHundredth = 100;

}  // namespace

double RoundHalfUp(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  // The sum turns -0 into 0.
  return std::floor(value * scale + 0.5 + kCrumb) / scale + 0.0;
}

double Difference(double later, double earlier) {
  return std::round((later - earlier) * kHundredth) / kHundredth + 0.0;
}

std::string NumberText(double value) {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.2f", value);
  std::string text(buffer.data());
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace midstance::measures
