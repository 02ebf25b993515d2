#pragma once

#include <absl/status/statusor.h>

#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::config::v1 {
class FollowUpSchedule;
}  // namespace midstance::config::v1

namespace midstance::v1 {
class CancelFollowUpRequest;
class CompleteFollowUpRequest;
class CreateFollowUpRequest;
class FollowUp;
class GetFollowUpRequest;
class ListFollowUpsRequest;
class ListFollowUpsResponse;
class MarkNoShowRequest;
class RescheduleFollowUpRequest;
class ScheduleReassessmentsRequest;
class ScheduleReassessmentsResponse;
class UpdateFollowUpRequest;
}  // namespace midstance::v1

// The methods of FollowUpService; what each promises stands in the proto. Every answer shows the
// state at the time of the call, see state.h.
namespace midstance::followups {

struct CreateFollowUp {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::FollowUp> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::CreateFollowUpRequest& request) const;
};

absl::StatusOr<v1::FollowUp> GetFollowUp(const rpc::Call& call, const storage::Reader& reader,
                                         const v1::GetFollowUpRequest& request);

struct ListFollowUps {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListFollowUpsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListFollowUpsRequest& request) const;
};

struct UpdateFollowUp {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::FollowUp> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::UpdateFollowUpRequest& request) const;
};

struct CompleteFollowUp {
  const schedule::ClinicCalendar& calendar;
  const config::v1::FollowUpSchedule& schedule;

  absl::StatusOr<v1::FollowUp> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::CompleteFollowUpRequest& request) const;
};

struct RescheduleFollowUp {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::FollowUp> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::RescheduleFollowUpRequest& request) const;
};

struct CancelFollowUp {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::FollowUp> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::CancelFollowUpRequest& request) const;
};

struct MarkNoShow {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::FollowUp> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::MarkNoShowRequest& request) const;
};

struct ScheduleReassessments {
  const schedule::ClinicCalendar& calendar;
  const config::v1::FollowUpSchedule& schedule;

  absl::StatusOr<v1::ScheduleReassessmentsResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::ScheduleReassessmentsRequest& request) const;
};

}  // namespace midstance::followups
