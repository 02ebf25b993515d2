#include "storage/tables/patients.h"

#include "storage/tables/columns.h"

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
          },
      .care_team = &CareTeamOf,
  };
  return kSpec;
}

}  // namespace midstance::storage
