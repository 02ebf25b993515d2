#include "storage/tables/patients.h"

#include "storage/tables/columns.h"
#include "storage/tables/patient_terms.h"

namespace midstance::storage {

using midstance::v1::Patient;

namespace {

std::vector<std::string> CareTeamOf(const Message& resource) {
  const auto& team = static_cast<const Patient&>(resource).care_team();
  return {team.begin(), team.end()};
}

}  // namespace

template <>
const TableSpec& TableOf<Patient>() {
  static const TableSpec kSpec = {
      .table = "patients",
      .resource_type = "midstance.v1/Patient",
      .message = &Patient::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "family_name",
               .type = ColumnType::kText,
               .extract = &Folded<Patient, &Patient::family_name>,
               .field = "family_name",
               .folded = true},
              {.name = "given_name",
               .type = ColumnType::kText,
               .extract = &Folded<Patient, &Patient::given_name>,
               .field = "given_name",
               .folded = true},
              {.name = "archive_time",
               .type = ColumnType::kInteger,
               .extract = &Time<Patient, &Patient::has_archive_time, &Patient::archive_time>,
               .field = "archive_time",
               .time = true},
              {.name = "merged_into",
               .type = ColumnType::kText,
               .extract = &Text<Patient, &Patient::merged_into>,
               .field = "merged_into"},
          },
      .care_team = &CareTeamOf,
      .care_team_columns = {"family_name", "archive_time", "merged_into"},
      .terms_table = "patient_terms",
      .terms = &PatientTerms,
      .terms_version = 2,
  };
  return kSpec;
}

}  // namespace midstance::storage
