#include <cstdint>
#include <utility>
#include <vector>

#include "midstance/v1/outcome_service.pb.h"
#include "services/measures/trends.h"
#include "services/outcomes/checks.h"
#include "services/outcomes/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::outcomes {

absl::StatusOr<v1::CompareOutcomeScoresResponse> CompareOutcomeScores::operator()(
    const rpc::Call&, const storage::Reader& reader,
    const v1::CompareOutcomeScoresRequest& request) const {
  if (!request.measure().empty()) {
    MIDSTANCE_RETURN_IF_ERROR(MeasureNamed(library, request.measure()).status());
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, reader.Get<v1::Case>(request.name()));
  storage::Query query;
  query.name_prefix = of.name() + "/" + std::string(CollectionOf(Kind::kOutcomeScore)) + "/";
  std::vector<storage::Filter> wanted = {
      storage::Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE})};
  if (!request.measure().empty()) {
    wanted.push_back(storage::Filter::Equal("measure", request.measure()));
  }
  query.where = storage::Filter::All(std::move(wanted));
  std::vector<v1::OutcomeScore> records;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::OutcomeScore>(
      query, [&](v1::OutcomeScore& record) { records.push_back(std::move(record)); }));
  v1::CompareOutcomeScoresResponse response;
  for (auto& trend : measures::TrendsOf(library, std::move(records), request.basis())) {
    *response.add_trends() = std::move(trend);
  }
  return response;
}

}  // namespace midstance::outcomes
