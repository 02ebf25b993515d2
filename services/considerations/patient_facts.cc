#include "services/considerations/patient_facts.h"

#include <optional>
#include <string>

#include "services/rpc/calendar.h"

namespace midstance::considerations {
namespace {

std::optional<std::string> SexWord(v1::Sex sex) {
  switch (sex) {
    case v1::SEX_FEMALE:
      return "female";
    case v1::SEX_MALE:
      return "male";
    case v1::SEX_OTHER:
      return "other";
    default:
      return std::nullopt;
  }
}

}  // namespace

rules::Report FactsOf(const v1::Patient& patient, Instant at,
                      const schedule::ClinicCalendar& calendar) {
  rules::Report report{
      .name = patient.name(), .observed = at, .entered = at, .site = std::nullopt, .values = {}};
  const auto born = rpc::ParseDay(patient.birth_date());
  const Day today = calendar.DateOf(at);
  if (born.has_value() && *born <= today) {
    report.values.push_back({"age_years", static_cast<double>(rpc::WholeYears(*born, today))});
  }
  if (auto sex = SexWord(patient.sex())) report.values.push_back({"sex", *std::move(sex)});
  return report;
}

}  // namespace midstance::considerations
