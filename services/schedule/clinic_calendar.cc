#include "services/schedule/clinic_calendar.h"

#include <absl/status/status.h>
#include <absl/time/civil_time.h>

#include <array>
#include <cstdlib>

namespace midstance::schedule {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr int kDaysOfAWeek = 7;
constexpr int kSecondsOfAMinute = 60;
constexpr int kMinutesOfAnHour = 60;

// The digits from `first` on as a number; -1 when one of them is none.
int NumberIn(std::string_view text, std::size_t first, std::size_t count) {
  int value = 0;
  for (const char digit : text.substr(first, count)) {
    if (digit < '0' || digit > '9') return -1;
    value = value * 10 + (digit - '0');
  }
  return value;
}

std::string Padded(int number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

int YearOf(std::chrono::year_month_day date) { return static_cast<int>(date.year()); }
int MonthOf(std::chrono::year_month_day date) {
  return static_cast<int>(static_cast<unsigned>(date.month()));
}
int DayOfMonth(std::chrono::year_month_day date) {
  return static_cast<int>(static_cast<unsigned>(date.day()));
}

absl::CivilSecond CivilOf(LocalDay day, const absl::CivilSecond& time_of_day) {
  const auto date = day.date();
  return absl::CivilSecond(YearOf(date), MonthOf(date), DayOfMonth(date), time_of_day.hour(),
                           time_of_day.minute(), time_of_day.second());
}

Instant InstantOfTime(absl::Time time) { return FromMicros(absl::ToUnixMicros(time)); }

}  // namespace

std::optional<LocalDay> LocalDay::Parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = NumberIn(text, 0, 4);
  const int month = NumberIn(text, 5, 2);
  const int day = NumberIn(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return LocalDay(date);
}

std::string LocalDay::Text() const {
  const auto day = date();
  return Padded(YearOf(day), 4) + "-" + Padded(MonthOf(day), 2) + "-" + Padded(DayOfMonth(day), 2);
}

std::string LocalDay::Words() const {
  const auto day = date();
  return std::to_string(DayOfMonth(day)) + " " +
         std::string(kMonths.at(static_cast<std::size_t>(MonthOf(day) - 1))) + " " +
         std::to_string(YearOf(day));
}

LocalDay LocalDay::PlusDays(int count) const {
  LocalDay later = *this;
  later.days_ += std::chrono::days{count};
  return later;
}

LocalDay Later(LocalDay day, CalendarSpan span) {
  switch (span.unit) {
    case CalendarSpan::Unit::kDay:
      return day.PlusDays(span.count);
    case CalendarSpan::Unit::kWeek:
      return day.PlusDays(span.count * kDaysOfAWeek);
    case CalendarSpan::Unit::kMonth:
      break;
  }
  const auto moved = day.date() + std::chrono::months{span.count};
  if (moved.ok()) return LocalDay(moved);
  const std::chrono::year_month_day last{moved.year() / moved.month() / std::chrono::last};
  return LocalDay(last);
}

absl::StatusOr<ClinicCalendar> ClinicCalendar::Make(std::string_view zone) {
  absl::TimeZone loaded;
  if (!zone.empty() && absl::LoadTimeZone(std::string(zone), &loaded)) {
    return ClinicCalendar(loaded);
  }
  return absl::FailedPreconditionError(
      "the time zone \"" + std::string(zone) +
      "\" is not in this system's time zone data; write an IANA name like Europe/Berlin, and see "
      "that the package tzdata is installed");
}

LocalDay ClinicCalendar::DayOf(Instant at) const {
  const auto civil = absl::ToCivilDay(absl::FromUnixMicros(MicrosOf(at)), zone_);
  return LocalDay(
      std::chrono::year_month_day{std::chrono::year(static_cast<int>(civil.year())),
                                  std::chrono::month(static_cast<unsigned>(civil.month())),
                                  std::chrono::day(static_cast<unsigned>(civil.day()))});
}

std::string ClinicCalendar::TimeWords(Instant at) const {
  const auto civil = zone_.At(absl::FromUnixMicros(MicrosOf(at))).cs;
  return Padded(civil.hour(), 2) + ":" + Padded(civil.minute(), 2);
}

std::string ClinicCalendar::OffsetWords(Instant at) const {
  const int minutes = zone_.At(absl::FromUnixMicros(MicrosOf(at))).offset / kSecondsOfAMinute;
  if (minutes == 0) return "UTC";
  const int ahead = std::abs(minutes);
  std::string words = (minutes < 0 ? "UTC-" : "UTC+") + std::to_string(ahead / kMinutesOfAnHour);
  if (ahead % kMinutesOfAnHour != 0) words += ":" + Padded(ahead % kMinutesOfAnHour, 2);
  return words;
}

Instant ClinicCalendar::StartOf(LocalDay day) const {
  const auto midnight = zone_.At(CivilOf(day, absl::CivilSecond()));
  return InstantOfTime(midnight.kind == absl::TimeZone::TimeInfo::SKIPPED ? midnight.trans
                                                                          : midnight.pre);
}

Instant ClinicCalendar::EndOf(LocalDay day) const { return StartOf(day.PlusDays(1)) - Duration{1}; }

Instant ClinicCalendar::SameTimeOn(LocalDay day, Instant at) const {
  const auto time = absl::FromUnixMicros(MicrosOf(at));
  const auto told = zone_.At(time);
  // Read with the offset before the change: a time left out comes out as much later as is left out,
  // and one that comes twice comes out as the first.
  const absl::Time moved = zone_.At(CivilOf(day, told.cs)).pre + told.subsecond;
  return InstantOfTime(moved);
}

}  // namespace midstance::schedule
