#pragma once

#include <absl/status/status.h>

#include <string>
#include <string_view>

#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/engine.h"
#include "services/cases/engine/person.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/time.h"

// What stays of a flag when records that were taken for one person's are parted.
namespace midstance::cases {

// Takes out of the escalation whatever tells of a record that is not the person's: of each firing
// that rests on one the evidence and the words, which become `why`, and the words of its history
// since `merged` that no firing of her own says. What was decided, by whom and when stays. Whether
// anything was taken.
bool HideOfOthers(const Person& person, Instant merged, const std::string& why,
                  v1::Escalation& escalation);

// The same for every escalation of the person whom `patient_id` is a record of, resolved or not,
// after the call parted records that were merged at `merged` and the rules were asked anew. One
// that is still to be answered for says what carries it now.
absl::Status HideOfOthers(const rpc::Call& call, storage::Writer& writer, const RuleEngine& engine,
                          std::string_view patient_id, Instant merged);

}  // namespace midstance::cases
