#include "midstance/v1/progress_service.pb.h"
#include "services/progress/course.h"
#include "services/progress/verbs.h"
#include "services/rpc/calendar.h"
#include "support/status.h"

namespace midstance::progress {
namespace {

absl::StatusOr<adherence::Days> WindowOf(const v1::GetAdherenceRequest& request, Day horizon) {
  constexpr char kNoDay[] = "must be a day of the calendar";
  const auto last =
      request.last_date().empty() ? std::optional(horizon) : rpc::ParseDay(request.last_date());
  if (!last.has_value()) return FieldInvalid("last_date", kNoDay);
  const auto first = request.first_date().empty() ? std::optional(UsualDays(*last).first)
                                                  : rpc::ParseDay(request.first_date());
  if (!first.has_value()) return FieldInvalid("first_date", kNoDay);
  if (*first > *last || *last - *first > kLongestWindow) {
    return FieldInvalid("last_date", "must not be before first_date, nor 730 days after it");
  }
  return adherence::Days{*first, *last};
}

}  // namespace

absl::StatusOr<v1::Adherence> GetAdherence::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::GetAdherenceRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto course,
                             CourseOf(reader, request.name(), call.now, calendar));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto window, WindowOf(request, course.horizon));
  return AdherenceOf(course, request.name(), window, calendar);
}

}  // namespace midstance::progress
