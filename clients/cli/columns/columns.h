#pragma once

#include "clients/cli/examination.h"
#include "clients/cli/output/grid.h"
#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/audit_entry.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/consideration.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/exercise.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/patient_duplicate.pb.h"
#include "midstance/v1/patient_revision.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "midstance/v1/program.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/rule_set.pb.h"
#include "midstance/v1/running_service.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "midstance/v1/timeline.pb.h"
#include "midstance/v1/user.pb.h"
#include "midstance/v1/worklist_service.pb.h"

namespace midstance::cli {

// What each resource shows in a table and in CSV. Scripts read these: a column is added at the end
// and never renamed.
Columns<v1::Patient> PatientColumns();
Columns<v1::PatientMatch> PatientMatchColumns();
Columns<v1::DuplicateMatch> DuplicateColumns();
Columns<v1::PatientRevision> PatientRevisionColumns();
Columns<v1::Case> CaseColumns();
Columns<v1::CheckIn> CheckInColumns();
Columns<v1::CheckInLink> CheckInLinkColumns();
Columns<v1::Assessment> AssessmentColumns();
Columns<ExaminedLine> ExaminationColumns();
Columns<v1::Consideration> ConsiderationColumns();
Columns<v1::ConsideredFindings> ConsideredColumns();
Columns<v1::Escalation> EscalationColumns();
Columns<v1::Referral> ReferralColumns();
Columns<v1::FollowUp> FollowUpColumns();
Columns<v1::Measure> MeasureColumns();
Columns<v1::SubscaleScore> SubscaleScoreColumns();
Columns<v1::OutcomeScore> OutcomeScoreColumns();
Columns<v1::OutcomeTrend> OutcomeTrendColumns();
Columns<v1::Exercise> ExerciseColumns();
Columns<v1::Program> ProgramColumns();
Columns<v1::Enrollment> EnrollmentColumns();
Columns<v1::PrescriptionCheck::Finding> FindingColumns();
Columns<v1::RunningStage> RunningStageColumns();
Columns<v1::EntryCondition> EntryConditionColumns();
Columns<v1::RunningPlan> RunningPlanColumns();
Columns<v1::ProposeRunningStageResponse> StageProposalColumns();
Columns<v1::CheckRunResponse> CheckedRunColumns();
Columns<v1::LoadWeek> LoadWeekColumns();
Columns<v1::TimelineEntry> TimelineColumns();
Columns<v1::WorklistItem> WorklistColumns();
Columns<rules::v1::RuleResult> RuleResultColumns();
Columns<v1::RuleSet> RuleSetColumns();
Columns<v1::User> UserColumns();
Columns<v1::AuditEntry> AuditEntryColumns();
Columns<v1::VerifyAuditTrailResponse> AuditVerdictColumns();
Columns<v1::Self> SelfColumns();
Columns<v1::ServerInfo> ServerInfoColumns();

}  // namespace midstance::cli
