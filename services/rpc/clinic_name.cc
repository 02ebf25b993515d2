#include "services/rpc/clinic_name.h"

#include "storage/tables/all.h"

namespace midstance::rpc {

std::string ClinicName(const storage::Reader& reader) {
  const auto found = reader.Get<storage::v1::Clinic>("clinics/" + reader.clinic());
  return found.ok() && !found->display_name().empty() ? found->display_name() : reader.clinic();
}

}  // namespace midstance::rpc
