#pragma once

#include <absl/status/statusor.h>

#include "services/followups/fulfilled.h"
#include "services/measures/library.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class AmendOutcomeScoreRequest;
class CompareOutcomeScoresRequest;
class CompareOutcomeScoresResponse;
class GetMeasureRequest;
class GetOutcomeScoreRequest;
class ListMeasuresRequest;
class ListMeasuresResponse;
class ListOutcomeScoresRequest;
class ListOutcomeScoresResponse;
class OutcomeScore;
class RecordOutcomeScoreRequest;
class RetractOutcomeScoreRequest;
class ScoreMeasureRequest;
class ScoreMeasureResponse;
}  // namespace midstance::v1

// The methods of OutcomeService; what each promises stands in the proto.
namespace midstance::outcomes {

struct ListMeasures {
  const measures::Library& library;
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListMeasuresResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::ListMeasuresRequest& request) const;
};

struct GetMeasure {
  const measures::Library& library;

  absl::StatusOr<v1::Measure> operator()(const rpc::Call& call, const storage::Reader& reader,
                                         const v1::GetMeasureRequest& request) const;
};

struct ScoreMeasure {
  const measures::Library& library;

  absl::StatusOr<v1::ScoreMeasureResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::ScoreMeasureRequest& request) const;
};

struct RecordOutcomeScore {
  const measures::Library& library;
  followups::Fulfiller follow_ups;

  absl::StatusOr<v1::OutcomeScore> operator()(const rpc::Call& call, storage::Writer& writer,
                                              const v1::RecordOutcomeScoreRequest& request) const;
};

struct AmendOutcomeScore {
  const measures::Library& library;
  followups::Fulfiller follow_ups;

  absl::StatusOr<v1::OutcomeScore> operator()(const rpc::Call& call, storage::Writer& writer,
                                              const v1::AmendOutcomeScoreRequest& request) const;
};

struct RetractOutcomeScore {
  followups::Fulfiller follow_ups;

  absl::StatusOr<v1::OutcomeScore> operator()(const rpc::Call& call, storage::Writer& writer,
                                              const v1::RetractOutcomeScoreRequest& request) const;
};

absl::StatusOr<v1::OutcomeScore> GetOutcomeScore(const rpc::Call& call,
                                                 const storage::Reader& reader,
                                                 const v1::GetOutcomeScoreRequest& request);

struct ListOutcomeScores {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListOutcomeScoresResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListOutcomeScoresRequest& request) const;
};

struct CompareOutcomeScores {
  const measures::Library& library;

  absl::StatusOr<v1::CompareOutcomeScoresResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::CompareOutcomeScoresRequest& request) const;
};

}  // namespace midstance::outcomes
