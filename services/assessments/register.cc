#include "services/assessments/register.h"

#include "midstance/v1/assessment_service.pb.h"
#include "services/assessments/verbs.h"

namespace midstance::assessments {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(RecordAssessment{deps.engines, deps.follow_ups});
  table.Serve(PreviewAssessment{deps.engines, deps.considerer});
  table.Serve(AmendAssessment{deps.engines, deps.follow_ups});
  table.Serve(RetractAssessment{deps.engines, deps.follow_ups});
  table.Serve(GetAssessment);
  table.Serve(GetExamination{deps.engines});
  table.Serve(ListAssessments{deps.sealer});
}

}  // namespace midstance::assessments
