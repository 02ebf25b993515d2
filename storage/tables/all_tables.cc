#include "storage/table.h"
#include "storage/tables/accounts.h"
#include "storage/tables/assessments.h"
#include "storage/tables/cases.h"
#include "storage/tables/check_ins.h"
#include "storage/tables/deliveries.h"
#include "storage/tables/enrollments.h"
#include "storage/tables/escalations.h"
#include "storage/tables/follow_ups.h"
#include "storage/tables/outcome_scores.h"
#include "storage/tables/patient_revisions.h"
#include "storage/tables/patients.h"
#include "storage/tables/programs.h"
#include "storage/tables/rechecks.h"
#include "storage/tables/referrals.h"
#include "storage/tables/rule_sets.h"
#include "storage/tables/running_plans.h"
#include "storage/tables/users.h"

namespace midstance::storage {

const std::vector<const TableSpec*>& AllTables() {
  static const std::vector<const TableSpec*> kTables = {
      &TableOf<v1::Clinic>(),
      &TableOf<midstance::v1::User>(),
      &TableOf<v1::Credential>(),
      &TableOf<v1::Session>(),
      &TableOf<midstance::v1::Patient>(),
      &TableOf<midstance::v1::PatientRevision>(),
      &TableOf<midstance::v1::Case>(),
      &TableOf<midstance::v1::Assessment>(),
      &TableOf<midstance::v1::CheckInLink>(),
      &TableOf<v1::LinkToken>(),
      &TableOf<midstance::v1::CheckIn>(),
      &TableOf<midstance::v1::FollowUp>(),
      &TableOf<midstance::v1::Escalation>(),
      &TableOf<midstance::v1::Referral>(),
      &TableOf<v1::SentLetter>(),
      &TableOf<midstance::v1::Program>(),
      &TableOf<midstance::v1::Enrollment>(),
      &TableOf<midstance::v1::OutcomeScore>(),
      &TableOf<midstance::v1::RunningPlan>(),
      &TableOf<midstance::v1::RuleSetRevision>(),
      &TableOf<midstance::v1::RuleSetActivation>(),
      &TableOf<midstance::v1::RuleSetBackTest>(),
      &TableOf<v1::ActiveRules>(),
      &TableOf<v1::RulesRound>(),
      &TableOf<v1::Recheck>(),
      &TableOf<v1::ReplyToken>(),
      &TableOf<midstance::v1::Delivery>(),
      &TableOf<v1::DeliveryCursor>(),
  };
  return kTables;
}

}  // namespace midstance::storage
