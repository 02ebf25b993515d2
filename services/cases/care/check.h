#pragma once

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/case_workflow.pb.h"
#include "services/cases/care/records.h"
#include "services/cases/workflow.h"

// What an episode owes, whether it is ready for its end, and which moves its records speak for.
// Pure: the same records, rules and time give the same answer. Blocks and moves nothing.
namespace midstance::cases {

// `limits` are those of the clinic; null when it has none.
v1::CheckCaseResponse CheckRecords(const CaseRecords& records, const v1::CareRules& rules,
                                   const v1::DirectAccessLimits* limits, Instant now);

// Its parts; each looks at the rules of its own kinds.
void CheckDocument(const CaseRecords& records, const CareFacts& facts, v1::CareItem& item);
void CheckDate(const CaseRecords& records, const CareFacts& facts, const v1::CareRule& rule,
               v1::CareItem& item);
void CheckReassessment(const CaseRecords& records, const CareFacts& facts, const v1::CareRule& rule,
                       const Window& window, v1::CareItem& item);
// False when the clinic has no such limit.
bool CheckDirectAccess(const CaseRecords& records, const CareFacts& facts,
                       const v1::DirectAccessLimits& limits, v1::CareItem& item);
void CheckCriterion(const CaseRecords& records, const CareFacts& facts, const v1::CareRule& rule,
                    v1::DischargeCriterion& criterion);
// Reads the items and criteria that are in `found`.
void Propose(const CaseRecords& records, const CareFacts& facts, v1::CheckCaseResponse& found);

// Before its day SCHEDULED, on it DUE, after it OVERDUE.
void DueOn(Day due, Day today, v1::CareItem& item);

}  // namespace midstance::cases
