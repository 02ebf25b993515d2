#include "services/cases/engine/evaluate_case.h"

#include "midstance/v1/case_service.pb.h"
#include "services/rules/explain.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::cases {

absl::StatusOr<v1::EvaluateCaseResponse> EvaluateCase::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::EvaluateCaseRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(request.name(), Kind::kCase));
  MIDSTANCE_RETURN_IF_ERROR(reader.Get<v1::Case>(name.str()).status());
  const bool of_the_past = request.has_as_of() && InstantOf(request.as_of()) < call.now;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine,
                             of_the_past ? engines.AsOf(reader, InstantOf(request.as_of()))
                                         : engines.At(reader, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine->TimelineOf(reader, name.patient()));
  v1::EvaluateCaseResponse response;
  *response.mutable_evaluation() =
      request.has_as_of()
          ? engine->Evaluate(*timeline, InstantOf(request.as_of()), request.explain_all())
          : engine->EvaluateNow(*timeline, call.now, request.explain_all());
  for (const auto& result : response.evaluation().results()) {
    for (auto& sentence : rules::Explain(result)) response.add_sentences(std::move(sentence));
  }
  return response;
}

void RegisterEvaluateCase(rpc::VerbTable& table, const Engines& engines) {
  table.Serve(EvaluateCase{engines});
}

}  // namespace midstance::cases
