#include "services/reports/words.h"

#include <absl/strings/str_cat.h>

#include <cmath>
#include <cstdio>
#include <string_view>

#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::reports {
namespace {

constexpr std::size_t kEndOfId = 6;

std::string_view EndOf(std::string_view id) {
  return id.size() > kEndOfId ? id.substr(id.size() - kEndOfId) : id;
}

// The name in the column before, where that has one.
std::string NameBefore(const Run& run, const v1::ReportRow& row, int column) {
  const bool has =
      column > 0 && run.definition.columns(column - 1).kind() == v1::ReportColumn::KIND_NAME;
  return has ? row.cells(column - 1).text() : std::string();
}

}  // namespace

std::string Names::Of(const std::string& name) {
  if (name.empty()) return "nobody";
  const auto found = read_.find(name);
  if (found != read_.end()) return found->second;
  return read_.emplace(name, Read(name)).first->second;
}

std::string Names::Beside(const std::string& name, const std::string& other) {
  const auto one = ResourceName::Parse(name);
  const auto two = ResourceName::Parse(other);
  const bool same = one.ok() && two.ok() && !one->patient_name().empty() &&
                    one->patient_name() == two->patient_name();
  if (!same || one->kind() == Kind::kPatient) return Of(name);
  const std::string end(EndOf(one->id()));
  if (one->kind() == Kind::kFollowUp) return "follow-up " + end;
  return one->kind() == Kind::kReferral ? "referral " + end : end;
}

std::string Names::Read(const std::string& name) const {
  if (const auto* measure = library_.Find(name)) return measure->short_title();
  const auto parsed = ResourceName::Parse(name);
  if (!parsed.ok()) return name;
  if (parsed->kind() == Kind::kUser) {
    const auto user = reader_.Get<v1::User>(name, storage::Deleted::kShow);
    return user.ok() && !user->display_name().empty() ? user->display_name() : name;
  }
  if (parsed->patient_name().empty()) return name;
  const auto patient = reader_.Get<v1::Patient>(parsed->patient_name(), storage::Deleted::kShow);
  if (!patient.ok()) return name;
  std::string words = absl::StrCat(patient->family_name(), ", ", patient->given_name());
  if (parsed->kind() == Kind::kPatient) return words;
  return absl::StrCat(words, ", ", std::string(EndOf(parsed->id())));
}

std::string NumberWords(double number) {
  char text[64];
  std::snprintf(text, sizeof text, "%.2f", number);
  std::string words = text;
  words.erase(words.find_last_not_of('0') + 1);
  if (words.ends_with('.')) words.pop_back();
  return words == "-0" ? "0" : words;
}

std::string TimeText(const schedule::ClinicCalendar& calendar, Instant at) {
  return absl::StrCat(calendar.DayOf(at).Text(), " ", calendar.TimeWords(at));
}

std::string TimeWords(const schedule::ClinicCalendar& calendar, Instant at) {
  return absl::StrCat(calendar.DayOf(at).Words(), ", ", calendar.TimeWords(at), " ",
                      calendar.OffsetWords(at));
}

std::string PeriodWords(const schedule::ClinicCalendar& calendar, const Period& period) {
  const auto is_midnight = [&](Instant at) { return calendar.StartOf(calendar.DayOf(at)) == at; };
  std::string begin;
  if (period.start != Instant::min()) {
    begin = is_midnight(period.start) ? calendar.DayOf(period.start).Words()
                                      : TimeWords(calendar, period.start);
  }
  if (period.end == Instant::max()) {
    return begin.empty() ? "not narrowed" : absl::StrCat("since ", begin);
  }
  const std::string end = is_midnight(period.end)
                              ? absl::StrCat("to ", calendar.DayOf(period.end).PlusDays(-1).Words())
                              : absl::StrCat("until ", TimeWords(calendar, period.end));
  return absl::StrCat(begin.empty() ? "from the beginning" : begin, " ", end);
}

int PlaceOf(const v1::ReportDefinition& definition, const std::string& column) {
  for (int i = 0; i < definition.columns_size(); ++i) {
    if (definition.columns(i).column() == column) return i;
  }
  return -1;
}

std::string CellWords(const Run& run, Names& names, const v1::ReportRow& row, int column) {
  const auto& cell = row.cells(column);
  const auto& of = run.definition.columns(column);
  switch (cell.value_case()) {
    case v1::ReportCell::kText:
      return of.kind() == v1::ReportColumn::KIND_NAME
                 ? names.Beside(cell.text(), NameBefore(run, row, column))
                 : cell.text();
    case v1::ReportCell::kTime:
      return TimeText(run.calendar, InstantOf(cell.time()));
    case v1::ReportCell::kNumber:
      break;
    case v1::ReportCell::VALUE_NOT_SET:
      return "–";
  }
  std::string number = NumberWords(cell.number());
  const int all = of.of_column().empty() ? -1 : PlaceOf(run.definition, of.of_column());
  if (all < 0) return number;
  return absl::StrCat(number, of.unit(), " of ", NumberWords(row.cells(all).number()));
}

}  // namespace midstance::reports
