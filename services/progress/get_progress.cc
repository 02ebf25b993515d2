#include <utility>

#include "midstance/v1/progress_service.pb.h"
#include "services/adherence/response.h"
#include "services/progress/course.h"
#include "services/progress/verbs.h"

namespace midstance::progress {

absl::StatusOr<v1::Progress> GetProgress::operator()(const rpc::Call& call,
                                                     const storage::Reader& reader,
                                                     const v1::GetProgressRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto course,
                             CourseOf(reader, request.name(), call.now, calendar));
  v1::Progress progress;
  progress.set_case_(request.name());
  *progress.mutable_adherence() = AdherenceOf(course, request.name(), course.program, calendar);
  auto changes = ChangesOf(library, course, calendar);
  auto judged = adherence::Judge(progress.adherence(), changes, adherence::ShippedParameters());
  progress.set_verdict(judged.verdict);
  progress.set_because(std::move(judged.because));
  for (auto& change : changes) *progress.add_changes() = std::move(change);
  return progress;
}

}  // namespace midstance::progress
