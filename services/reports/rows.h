#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/report.pb.h"
#include "support/time.h"

namespace midstance::reports {

// One row, filled by the ids of the columns. Setting a column that the definition does not have
// ends the process: the two are parts of one program, and a test runs every report.
class Row {
 public:
  explicit Row(const v1::ReportDefinition& definition);

  Row& Text(std::string_view column, std::string text);
  Row& Number(std::string_view column, double number);
  Row& Time(std::string_view column, const google::protobuf::Timestamp& time);

  v1::ReportRow Take() && { return std::move(row_); }

 private:
  v1::ReportCell& Cell(std::string_view column, v1::ReportColumn::Kind kind,
                       v1::ReportColumn::Kind other_kind);

  const v1::ReportDefinition& definition_;
  v1::ReportRow row_;
};

// "In program" of "STATE_IN_PROGRAM" with the prefix "STATE_".
std::string WordsOf(std::string_view enum_name, std::string_view prefix);

// Rounded to one decimal, halves up.
double OneDecimal(double number);

// Whole days from one moment to a later one; 0 when it is not later.
double DaysBetween(Instant from, Instant to);

// Durations of which a report tells the middle and the slow end.
class Spread {
 public:
  void Add(Duration duration) { all_.push_back(duration); }
  bool empty() const { return all_.empty(); }
  // The smallest duration that `share` of all do not exceed, in hours with one decimal. Not of
  // nothing.
  double Hours(double share);

 private:
  std::vector<Duration> all_;
};

}  // namespace midstance::reports
