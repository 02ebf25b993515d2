#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"

namespace midstance::cli {

// Each adds a noun with its verbs. `context` must outlive the app.
void AddSession(CLI::App& app, Context& context);
void AddPatients(CLI::App& app, Context& context);
void AddCases(CLI::App& app, Context& context);
// The verbs of 'cases' that tell and plan what an episode owes.
void AddCaseCare(CLI::App& cases, Context& context);
void AddCheckIns(CLI::App& app, Context& context);
void AddAssessments(CLI::App& app, Context& context);
void AddConsiderations(CLI::App& app, Context& context);
void AddDeliveries(CLI::App& app, Context& context);
void AddEnrollments(CLI::App& app, Context& context);
void AddEscalations(CLI::App& app, Context& context);
void AddExercises(CLI::App& app, Context& context);
void AddPrograms(CLI::App& app, Context& context);
void AddReferrals(CLI::App& app, Context& context);
void AddReports(CLI::App& app, Context& context);
void AddFollowUps(CLI::App& app, Context& context);
void AddMeasures(CLI::App& app, Context& context);
void AddOutcomes(CLI::App& app, Context& context);
void AddCaseViews(CLI::App& app, Context& context);
void AddWatch(CLI::App& app, Context& context);
void AddRules(CLI::App& app, Context& context);
// The verbs of 'rules' that change them.
void AddRuleRevisions(CLI::App& noun, Context& context);
// The verbs of 'rules' that try changed ones, and other numbers, on the clinic's history.
void AddBackTest(CLI::App& noun, Context& context);
void AddTune(CLI::App& noun, Context& context);
void AddRunning(CLI::App& app, Context& context);
void AddAdmin(CLI::App& app, Context& context);
void AddAudit(CLI::App& app, Context& context);
void AddProgress(CLI::App& app, Context& context);
// The verbs of check-ins about a day: its form, and what a device kept.
void AddCheckInDays(CLI::App& noun, Context& context);
void AddWorklist(CLI::App& app, Context& context);
// What tells of the commands themselves.
void AddHelp(CLI::App& app, Context& context);

inline void AddAllCommands(CLI::App& app, Context& context) {
  AddSession(app, context);
  AddWorklist(app, context);
  AddPatients(app, context);
  AddCases(app, context);
  AddCheckIns(app, context);
  AddProgress(app, context);
  AddAssessments(app, context);
  AddConsiderations(app, context);
  AddEscalations(app, context);
  AddReferrals(app, context);
  AddReports(app, context);
  AddFollowUps(app, context);
  AddMeasures(app, context);
  AddOutcomes(app, context);
  AddExercises(app, context);
  AddPrograms(app, context);
  AddEnrollments(app, context);
  AddCaseViews(app, context);
  AddWatch(app, context);
  AddRules(app, context);
  AddRunning(app, context);
  AddAdmin(app, context);
  AddDeliveries(app, context);
  AddAudit(app, context);
  AddHelp(app, context);
}

}  // namespace midstance::cli
