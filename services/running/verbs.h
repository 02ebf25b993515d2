#pragma once

#include <absl/status/statusor.h>

#include "services/rpc/call.h"
#include "services/running/table.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class CheckRunRequest;
class CheckRunResponse;
class CheckRunningEntryRequest;
class CheckRunningEntryResponse;
class DecideRunningStageRequest;
class EndRunningPlanRequest;
class GetRunningLoadRequest;
class GetRunningLoadResponse;
class GetRunningPlanRequest;
class ListRunningPlansRequest;
class ListRunningPlansResponse;
class ListRunningStagesRequest;
class ListRunningStagesResponse;
class ProposeRunningStageRequest;
class ProposeRunningStageResponse;
class RunningPlan;
class SetPainRuleRequest;
class StartRunningPlanRequest;
}  // namespace midstance::v1

// The methods of RunningService; what each promises stands in the proto.
namespace midstance::running {

struct ListRunningStages {
  const Table& table;
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListRunningStagesResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListRunningStagesRequest& request) const;
};

struct CheckRunningEntry {
  const Table& table;
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::CheckRunningEntryResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::CheckRunningEntryRequest& request) const;
};

struct StartRunningPlan {
  const Table& table;
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::RunningPlan> operator()(const rpc::Call& call, storage::Writer& writer,
                                             const v1::StartRunningPlanRequest& request) const;
};

absl::StatusOr<v1::RunningPlan> GetRunningPlan(const rpc::Call& call, const storage::Reader& reader,
                                               const v1::GetRunningPlanRequest& request);

struct ListRunningPlans {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListRunningPlansResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListRunningPlansRequest& request) const;
};

struct ProposeRunningStage {
  const Table& table;
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::ProposeRunningStageResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ProposeRunningStageRequest& request) const;
};

struct DecideRunningStage {
  const Table& table;
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::RunningPlan> operator()(const rpc::Call& call, storage::Writer& writer,
                                             const v1::DecideRunningStageRequest& request) const;
};

struct SetPainRule {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::RunningPlan> operator()(const rpc::Call& call, storage::Writer& writer,
                                             const v1::SetPainRuleRequest& request) const;
};

absl::StatusOr<v1::RunningPlan> EndRunningPlan(const rpc::Call& call, storage::Writer& writer,
                                               const v1::EndRunningPlanRequest& request);

struct CheckRun {
  const Table& table;
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::CheckRunResponse> operator()(const rpc::Call& call,
                                                  const storage::Reader& reader,
                                                  const v1::CheckRunRequest& request) const;
};

struct GetRunningLoad {
  const Table& table;
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::GetRunningLoadResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::GetRunningLoadRequest& request) const;
};

}  // namespace midstance::running
