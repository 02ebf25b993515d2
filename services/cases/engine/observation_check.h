#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/clinical.pb.h"
#include "services/rules/compile.h"

namespace midstance::cases {

// Who tells the findings: a person, who cannot tell what the server alone knows, or somebody who
// invents them to try the rules.
enum class Teller { kPerson, kInventor };

// Holds the findings of one record against the vocabulary of the rule set: every code is known,
// stands where its keying wants it and only once, and has a value of its kind and range; every site
// is reported once, and none together with both sides of its area. Appends one violation per
// problem, whose field begins with `record`, e.g. "check_in.reports[0].observations[1].number". No
// text repeats a value. A number given in another unit of the code is held against the range in the
// code's own. Allocates nothing when all is right.
void CheckFindings(const rules::CompiledRuleSet& rules,
                   const google::protobuf::RepeatedPtrField<v1::SiteReport>& reports,
                   const google::protobuf::RepeatedPtrField<v1::Observation>& general,
                   std::string_view record, google::rpc::BadRequest& violations,
                   Teller teller = Teller::kPerson);

// Turns every number that was given in another unit into the code's own and clears its unit. The
// observations were checked; what is not known is left as it is.
void ConvertUnits(const rules::CompiledRuleSet& rules,
                  google::protobuf::RepeatedPtrField<v1::Observation>& observations);

// The same for a whole record.
template <class M>
void ConvertUnits(const rules::CompiledRuleSet& rules, M& record) {
  for (auto& report : *record.mutable_reports()) {
    ConvertUnits(rules, *report.mutable_observations());
  }
  ConvertUnits(rules, *record.mutable_general());
}

}  // namespace midstance::cases
