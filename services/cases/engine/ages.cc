#include "services/cases/engine/ages.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

#include "services/rpc/calendar.h"

namespace midstance::cases {
namespace {

constexpr char kAge[] = "age_years";

bool TellsAge(const rules::Report& report) {
  return std::any_of(report.values.begin(), report.values.end(),
                     [](const rules::Observed& value) { return value.code == kAge; });
}

}  // namespace

void AddAges(std::optional<Day> born, const schedule::ClinicCalendar& calendar,
             std::vector<rules::Report>& reports) {
  if (!born.has_value()) return;
  std::vector<rules::Report> ages;
  // What one record says of several sites stands together.
  for (auto first = reports.begin(); first != reports.end();) {
    const auto last = std::find_if(first, reports.end(), [&](const rules::Report& report) {
      return report.name != first->name;
    });
    const Day day = calendar.DateOf(first->observed);
    if (*born <= day && std::none_of(first, last, TellsAge)) {
      const double years = rpc::WholeYears(*born, day);
      ages.push_back({first->name, first->observed, first->entered, std::nullopt, {{kAge, years}}});
    }
    first = last;
  }
  std::move(ages.begin(), ages.end(), std::back_inserter(reports));
}

}  // namespace midstance::cases
