#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "services/cases/engine/observation_check.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rules/explain.h"
#include "services/rulesets/active.h"
#include "services/rulesets/verbs.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {
namespace {

// The invented report as the record that would hold it.
v1::CheckIn RecordOf(const v1::TimelineReport& report, int index) {
  v1::CheckIn record;
  record.set_name("reports/" + std::to_string(index));
  *record.mutable_occurred_time() = report.occurred_time();
  if (report.has_site()) {
    auto& at = *record.add_reports();
    *at.mutable_site() = report.site();
    *at.mutable_observations() = report.observations();
  } else {
    *record.mutable_general() = report.observations();
  }
  return record;
}

// "reports[2].reports[0].observations[1].code", a path in the record, as a path in the request.
std::string PathInRequest(std::string path) {
  for (const std::string_view part : {".reports[0].", ".general["}) {
    const auto at = path.find(part);
    if (at == std::string::npos) continue;
    path.replace(at, part.size(), part == ".general[" ? ".observations[" : ".");
    break;
  }
  return path;
}

}  // namespace

absl::StatusOr<v1::EvaluateRuleSetResponse> EvaluateRuleSet::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::EvaluateRuleSetRequest& request) const {
  MIDSTANCE_RETURN_IF_ERROR(IsRuleSet(engines, request.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, engines.At(reader, call.now));
  const auto& active = engine->rules();
  google::rpc::BadRequest violations;
  std::vector<rules::Report> reports;
  for (int i = 0; i < request.reports_size(); ++i) {
    const auto& report = request.reports(i);
    auto record = RecordOf(report, i);
    cases::CheckFindings(active, record.reports(), record.general(),
                         "reports[" + std::to_string(i) + "]", violations,
                         cases::Teller::kInventor);
    cases::ConvertUnits(active, record);
    const auto entered = report.has_entered_time() ? report.entered_time() : report.occurred_time();
    for (auto& made : cases::ReportsOf(record, InstantOf(entered))) {
      reports.push_back(std::move(made));
    }
  }
  for (auto& violation : *violations.mutable_field_violations()) {
    violation.set_field(PathInRequest(violation.field()));
  }
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));

  const Instant as_of = request.has_as_of() ? InstantOf(request.as_of()) : call.now;
  v1::EvaluateRuleSetResponse response;
  *response.mutable_evaluation() =
      engine->Evaluate(rules::Timeline::Build(active, reports), as_of, request.explain_all());
  for (const auto& result : response.evaluation().results()) {
    for (auto& sentence : rules::Explain(result)) response.add_sentences(std::move(sentence));
  }
  return response;
}

}  // namespace midstance::rulesets
