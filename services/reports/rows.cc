#include "services/reports/rows.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace midstance::reports {

Row::Row(const v1::ReportDefinition& definition) : definition_(definition) {
  row_.mutable_cells()->Reserve(definition.columns_size());
  for (int i = 0; i < definition.columns_size(); ++i) row_.add_cells();
}

v1::ReportCell& Row::Cell(std::string_view column, v1::ReportColumn::Kind kind,
                          v1::ReportColumn::Kind other_kind) {
  for (int i = 0; i < definition_.columns_size(); ++i) {
    const auto& each = definition_.columns(i);
    if (each.column() != column) continue;
    if (each.kind() == kind || each.kind() == other_kind) return *row_.mutable_cells(i);
  }
  std::fprintf(stderr, "midstance: report %s has no column %s of this kind\n",
               definition_.report().c_str(), std::string(column).c_str());
  std::abort();
}

Row& Row::Text(std::string_view column, std::string text) {
  Cell(column, v1::ReportColumn::KIND_TEXT, v1::ReportColumn::KIND_NAME).set_text(std::move(text));
  return *this;
}

Row& Row::Number(std::string_view column, double number) {
  Cell(column, v1::ReportColumn::KIND_NUMBER, v1::ReportColumn::KIND_NUMBER).set_number(number);
  return *this;
}

Row& Row::Time(std::string_view column, const google::protobuf::Timestamp& time) {
  *Cell(column, v1::ReportColumn::KIND_TIME, v1::ReportColumn::KIND_TIME).mutable_time() = time;
  return *this;
}

std::string WordsOf(std::string_view enum_name, std::string_view prefix) {
  if (enum_name.starts_with(prefix)) enum_name.remove_prefix(prefix.size());
  std::string words(enum_name);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == '_') {
      words[i] = ' ';
    } else if (i > 0 && words[i] >= 'A' && words[i] <= 'Z') {
      words[i] = static_cast<char>(words[i] - 'A' + 'a');
    }
  }
  return words;
}

double OneDecimal(double number) {
  constexpr double kCrumb = 1e-9;  // of sums of sevenths
  return std::floor(number * 10 + 0.5 + kCrumb) / 10;
}

double DaysBetween(Instant from, Instant to) {
  if (to <= from) return 0;
  return static_cast<double>(std::chrono::floor<std::chrono::days>(to - from).count());
}

double Spread::Hours(double share) {
  const auto place =
      std::min(all_.size() - 1,
               static_cast<std::size_t>(std::ceil(share * static_cast<double>(all_.size()))) - 1);
  std::nth_element(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(place), all_.end());
  const double hours = std::chrono::duration<double, std::ratio<3600>>(all_[place]).count();
  return std::round(hours * 10) / 10;
}

}  // namespace midstance::reports
