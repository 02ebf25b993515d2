#pragma once

#include <absl/status/statusor.h>

#include <vector>

#include "services/cases/endings.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class Case;
class CheckCaseRequest;
class CheckCaseResponse;
class CloseCaseRequest;
class CreateCaseRequest;
class DirectAccessLimits;
class DischargeCaseRequest;
class GetCaseRequest;
class HoldCaseRequest;
class ListCasesRequest;
class ListCasesResponse;
class ListTimelineEntriesRequest;
class ListTimelineEntriesResponse;
class MarkReviewDueRequest;
class OpenCaseRequest;
class PlanDischargeRequest;
class ReferCaseRequest;
class RenderCaseSummaryRequest;
class RenderCaseSummaryResponse;
class ReopenCaseRequest;
class ResumeCaseRequest;
class StartProgramRequest;
class UpdateCaseRequest;
}  // namespace midstance::v1

// The methods of CaseService that need no rules (EvaluateCase stands in evaluate_case.h); what each
// promises stands in the proto.
namespace midstance::cases {

absl::StatusOr<v1::Case> CreateCase(const rpc::Call& call, storage::Writer& writer,
                                    const v1::CreateCaseRequest& request);

absl::StatusOr<v1::Case> GetCase(const rpc::Call& call, const storage::Reader& reader,
                                 const v1::GetCaseRequest& request);

struct ListCases {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListCasesResponse> operator()(const rpc::Call& call,
                                                   const storage::Reader& reader,
                                                   const v1::ListCasesRequest& request) const;
};

absl::StatusOr<v1::Case> UpdateCase(const rpc::Call& call, storage::Writer& writer,
                                    const v1::UpdateCaseRequest& request);

absl::StatusOr<v1::Case> OpenCase(const rpc::Call& call, storage::Writer& writer,
                                  const v1::OpenCaseRequest& request);

absl::StatusOr<v1::Case> StartProgram(const rpc::Call& call, storage::Writer& writer,
                                      const v1::StartProgramRequest& request);

absl::StatusOr<v1::Case> MarkReviewDue(const rpc::Call& call, storage::Writer& writer,
                                       const v1::MarkReviewDueRequest& request);

absl::StatusOr<v1::Case> ReferCase(const rpc::Call& call, storage::Writer& writer,
                                   const v1::ReferCaseRequest& request);

absl::StatusOr<v1::Case> PlanDischarge(const rpc::Call& call, storage::Writer& writer,
                                       const v1::PlanDischargeRequest& request);

absl::StatusOr<v1::Case> HoldCase(const rpc::Call& call, storage::Writer& writer,
                                  const v1::HoldCaseRequest& request);

absl::StatusOr<v1::Case> ResumeCase(const rpc::Call& call, storage::Writer& writer,
                                    const v1::ResumeCaseRequest& request);

struct DischargeCase {
  const Endings& endings;

  absl::StatusOr<v1::Case> operator()(const rpc::Call& call, storage::Writer& writer,
                                      const v1::DischargeCaseRequest& request) const;
};

struct CloseCase {
  const Endings& endings;

  absl::StatusOr<v1::Case> operator()(const rpc::Call& call, storage::Writer& writer,
                                      const v1::CloseCaseRequest& request) const;
};

struct ReopenCase {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::Case> operator()(const rpc::Call& call, storage::Writer& writer,
                                      const v1::ReopenCaseRequest& request) const;
};

struct CheckCase {
  const schedule::ClinicCalendar& calendar;
  // Of the clinics that have any.
  const std::vector<v1::DirectAccessLimits>& direct_access;

  absl::StatusOr<v1::CheckCaseResponse> operator()(const rpc::Call& call,
                                                   const storage::Reader& reader,
                                                   const v1::CheckCaseRequest& request) const;
};

struct RenderCaseSummary {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::RenderCaseSummaryResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::RenderCaseSummaryRequest& request) const;
};

struct ListTimelineEntries {
  const TokenSealer& sealer;
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::ListTimelineEntriesResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListTimelineEntriesRequest& request) const;
};

}  // namespace midstance::cases
