#pragma once

#include <string>

#include "clients/cli/output/grid.h"
#include "midstance/v1/rule_set_revision.pb.h"

// The versions of a clinic's rules, for people.
namespace midstance::cli {

Columns<v1::RuleSetRevision> RevisionColumns();
// Lines: which scenarios it breaks and how, and what a reviewer should look at.
std::string ReviewText(const v1::RuleSetRevision& revision);
Columns<v1::RuleSetActivation> ActivationColumns();

}  // namespace midstance::cli
