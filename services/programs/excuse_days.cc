#include "midstance/v1/program_service.pb.h"
#include "services/programs/lifecycle.h"
#include "services/programs/prescribing.h"
#include "services/programs/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::programs {
namespace {

constexpr int kMostExcused = 100;
constexpr std::chrono::days kLongestExcuse{365};

}  // namespace

absl::StatusOr<v1::Enrollment> ExcuseDays(const rpc::Call& call, storage::Writer& writer,
                                          const v1::ExcuseDaysRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto enrollment,
                             RunningEnrollment(writer, request.name(), request.etag()));
  google::rpc::BadRequest violations;
  const Day first = DayIn(request.first_date(), "first_date", violations);
  const Day last = DayIn(request.last_date(), "last_date", violations);
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  if (last < first || last - first > kLongestExcuse) {
    return FieldInvalid("last_date", "must be the first day or up to 365 days later");
  }
  if (IsExcused(enrollment, first, last)) {
    return FieldInvalid("first_date", "must not meet days that are excused already");
  }
  if (enrollment.excused_size() >= kMostExcused) {
    return EnrollmentForbids(enrollment, "it has 100 spans of excused days");
  }
  ExcuseSpan(enrollment, first, last, request.reason());
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(enrollment, call.now));
  return enrollment;
}

}  // namespace midstance::programs
