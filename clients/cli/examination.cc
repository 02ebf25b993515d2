#include "clients/cli/examination.h"

#include <absl/strings/str_cat.h>

#include "clients/core/words.h"

namespace midstance::cli {
namespace {

std::string Amount(double number, const std::string& unit) {
  return unit.empty() ? absl::StrCat(number) : absl::StrCat(number, " ", unit);
}

std::string Compared(const v1::MeasuredSides& measured) {
  if (measured.within_error()) {
    return "within " + Amount(measured.measurement_error(), measured.unit());
  }
  std::string text;
  if (measured.has_difference()) text = Amount(measured.difference(), measured.unit());
  if (measured.has_symmetry_percent()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", measured.symmetry_percent(), " %");
  }
  return text;
}

ExaminedLine LineOf(const v1::MeasuredSides& measured) {
  return {.area = client::Word(measured.area()),
          .what = measured.display(),
          .left = measured.has_left() ? Amount(measured.left(), measured.unit()) : "",
          .right = measured.has_right() ? Amount(measured.right(), measured.unit()) : "",
          .compared = Compared(measured),
          .caution = measured.caution(),
          .code = measured.code()};
}

}  // namespace

std::vector<ExaminedLine> LinesOf(const v1::Examination& examination) {
  std::vector<ExaminedLine> lines;
  for (const auto& tested : examination.tests()) {
    lines.push_back({.area = client::Word(tested.area()),
                     .what = tested.display(),
                     .left = tested.left(),
                     .right = tested.right(),
                     .compared = "",
                     .caution = tested.caution(),
                     .code = tested.code()});
  }
  for (const auto& measured : examination.ranges()) lines.push_back(LineOf(measured));
  for (const auto& measured : examination.strength()) lines.push_back(LineOf(measured));
  return lines;
}

}  // namespace midstance::cli
