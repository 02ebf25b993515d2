#include "midstance/v1/program_service.pb.h"
#include "services/programs/verbs.h"
#include "storage/tables/all.h"

namespace midstance::programs {

absl::StatusOr<v1::Enrollment> GetEnrollment(const rpc::Call&, const storage::Reader& reader,
                                             const v1::GetEnrollmentRequest& request) {
  return reader.Get<v1::Enrollment>(request.name());
}

}  // namespace midstance::programs
