#pragma once

#include "clients/cli/output/grid.h"
#include "midstance/v1/running_service.pb.h"

namespace midstance::cli {

// What the way back to running shows in a table and in CSV. Scripts read these: a column is added
// at the end and never renamed.
Columns<v1::RunningStage> RunningStageColumns();
Columns<v1::EntryCondition> EntryConditionColumns();
Columns<v1::RunningPlan> RunningPlanColumns();
Columns<v1::ProposeRunningStageResponse> StageProposalColumns();
Columns<v1::CheckRunResponse> CheckedRunColumns();
Columns<v1::LoadWeek> LoadWeekColumns();

}  // namespace midstance::cli
