#include "clients/cli/columns/words.h"

#include <cmath>

namespace midstance::cli {

std::string DecimalWord(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string OneDecimalWord(double number) {
  constexpr double kTenths = 10;
  return DecimalWord(std::round(number * kTenths) / kTenths);
}

}  // namespace midstance::cli
