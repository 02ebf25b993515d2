#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/documents/document.h"
#include "services/reports/words.h"

namespace midstance::reports {

// The chart that a definition asks for, made of the rows as they come.
class ReportChart {
 public:
  ReportChart(const Run& run, Names& names) : run_(run), names_(names) {}

  void Add(const v1::ReportRow& row);
  // The chart, with what it shows in words; nothing when there is nothing to draw.
  std::vector<documents::Block> Take() &&;

 private:
  std::string LabelOf(const v1::ReportRow& row);
  void AddBar(const v1::ReportRow& row);

  const Run& run_;
  Names& names_;
  int rows_ = 0;
  documents::Bars bars_;
  std::map<std::string, int> counts_;  // rows of each label
};

}  // namespace midstance::reports
