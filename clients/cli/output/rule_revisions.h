#pragma once

#include "clients/cli/output/grid.h"
#include "midstance/v1/rule_set_revision.pb.h"

// The versions of a clinic's rules, for people.
namespace midstance::cli {

Columns<v1::RuleSetRevision> RevisionColumns();
Columns<v1::RuleSetActivation> ActivationColumns();

}  // namespace midstance::cli
