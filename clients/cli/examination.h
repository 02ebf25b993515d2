#pragma once

#include <string>
#include <vector>

#include "midstance/v1/assessment_service.pb.h"

namespace midstance::cli {

// One line of an examination, side beside side.
struct ExaminedLine {
  std::string area;
  std::string what;
  std::string left;
  std::string right;
  std::string compared;  // "-15 deg", "84 %", "within 5 deg"
  std::string caution;
  std::string code;
};

std::vector<ExaminedLine> LinesOf(const v1::Examination& examination);

}  // namespace midstance::cli
