#pragma once

#include <map>
#include <string>

#include "services/reports/period.h"
#include "services/reports/run.h"

// What a report says to people.
namespace midstance::reports {

// Resource names as people know what they name. Reads each once.
class Names {
 public:
  Names(const storage::Reader& reader, const measures::Library& library)
      : reader_(reader), library_(library) {}

  // "Lena Hart", "LEFS", "Zhou, Ana, 4f7k2m" of what lies under a patient: the end of its id. The
  // name itself where nobody knows more.
  std::string Of(const std::string& name);
  // The same beside another name of the same patient, which need not be told twice: "referral
  // 4f7k2m".
  std::string Beside(const std::string& name, const std::string& other);

 private:
  std::string Read(const std::string& name) const;

  const storage::Reader& reader_;
  const measures::Library& library_;
  std::map<std::string, std::string> read_;
};

// "12", "37.5": at most two decimals.
std::string NumberWords(double number);

// "2026-11-02 14:05", in the clinic's zone.
std::string TimeText(const schedule::ClinicCalendar& calendar, Instant at);
// "2 November 2026, 14:05 UTC+1".
std::string TimeWords(const schedule::ClinicCalendar& calendar, Instant at);

// "1 October 2026 to 31 October 2026", "since 1 October 2026": both days counted.
std::string PeriodWords(const schedule::ClinicCalendar& calendar, const Period& period);

// One cell: an en dash without a value, a percentage with that of which it is one.
std::string CellWords(const Run& run, Names& names, const v1::ReportRow& row, int column);

// The place of the column; -1 when the definition has none of that id.
int PlaceOf(const v1::ReportDefinition& definition, const std::string& column);

}  // namespace midstance::reports
