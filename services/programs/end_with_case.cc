#include "services/programs/end_with_case.h"

#include <vector>

#include "midstance/v1/enrollment.pb.h"
#include "services/cases/lifecycle.h"
#include "services/programs/lifecycle.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::programs {
namespace {

bool IsOpen(const v1::Enrollment& enrollment) {
  return enrollment.state() == v1::Enrollment::STATE_ACTIVE ||
         enrollment.state() == v1::Enrollment::STATE_ON_HOLD;
}

}  // namespace

absl::Status EndWithCase::operator()(const rpc::Call& call, storage::Writer& writer,
                                     const v1::Case& ended) const {
  storage::Query query;
  query.name_prefix = ended.name() + "/enrollments/";
  std::vector<v1::Enrollment> open;
  MIDSTANCE_RETURN_IF_ERROR(writer.ForEach<v1::Enrollment>(query, [&open](v1::Enrollment& found) {
    if (IsOpen(found)) open.push_back(std::move(found));
  }));
  for (auto& enrollment : open) {
    MIDSTANCE_RETURN_IF_ERROR(
        Move(enrollment, v1::Enrollment::STATE_STOPPED, cases::kEpisodeEnded, call.now, calendar));
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(enrollment, call.now));
  }
  return absl::OkStatus();
}

}  // namespace midstance::programs
