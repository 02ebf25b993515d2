#pragma once

#include <absl/status/statusor.h>

#include "services/cases/engine/engines.h"
#include "services/considerations/consider_patient.h"
#include "services/followups/fulfilled.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class AmendAssessmentRequest;
class Assessment;
class Examination;
class GetAssessmentRequest;
class GetExaminationRequest;
class ListAssessmentsRequest;
class ListAssessmentsResponse;
class PreviewAssessmentRequest;
class PreviewAssessmentResponse;
class RecordAssessmentRequest;
class RecordAssessmentResponse;
class RetractAssessmentRequest;
}  // namespace midstance::v1

// The methods of AssessmentService; what each promises stands in the proto.
namespace midstance::assessments {

struct RecordAssessment {
  const cases::Engines& engines;
  followups::Fulfiller follow_ups;

  absl::StatusOr<v1::RecordAssessmentResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::RecordAssessmentRequest& request) const;
};

struct PreviewAssessment {
  const cases::Engines& engines;
  const considerations::Considerer& considerer;

  absl::StatusOr<v1::PreviewAssessmentResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::PreviewAssessmentRequest& request) const;
};

struct AmendAssessment {
  const cases::Engines& engines;
  followups::Fulfiller follow_ups;

  absl::StatusOr<v1::RecordAssessmentResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::AmendAssessmentRequest& request) const;
};

struct RetractAssessment {
  const cases::Engines& engines;
  followups::Fulfiller follow_ups;

  absl::StatusOr<v1::RecordAssessmentResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::RetractAssessmentRequest& request) const;
};

absl::StatusOr<v1::Assessment> GetAssessment(const rpc::Call& call, const storage::Reader& reader,
                                             const v1::GetAssessmentRequest& request);

struct GetExamination {
  const cases::Engines& engines;

  absl::StatusOr<v1::Examination> operator()(const rpc::Call& call, const storage::Reader& reader,
                                             const v1::GetExaminationRequest& request) const;
};

struct ListAssessments {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListAssessmentsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListAssessmentsRequest& request) const;
};

}  // namespace midstance::assessments
