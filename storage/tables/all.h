#pragma once

// TableOf<M>() of every message that is stored.
#include "storage/tables/accounts.h"
#include "storage/tables/assessments.h"
#include "storage/tables/cases.h"
#include "storage/tables/check_ins.h"
#include "storage/tables/enrollments.h"
#include "storage/tables/escalations.h"
#include "storage/tables/follow_ups.h"
#include "storage/tables/outcome_scores.h"
#include "storage/tables/patient_revisions.h"
#include "storage/tables/patients.h"
#include "storage/tables/programs.h"
#include "storage/tables/referrals.h"
#include "storage/tables/rule_sets.h"
#include "storage/tables/running_plans.h"
#include "storage/tables/users.h"
