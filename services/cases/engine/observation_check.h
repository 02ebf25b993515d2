#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/clinical.pb.h"
#include "services/rules/compile.h"

namespace midstance::cases {

// Holds the findings of one record against the vocabulary of the rule set: every code is known,
// stands where its keying wants it and only once, and has a value of its kind and range; every site
// is reported once, and none together with both sides of its area. Appends one violation per
// problem, whose field begins with `record`, e.g. "check_in.reports[0].observations[1].number". No
// text repeats a value. Allocates nothing when all is right.
void CheckFindings(const rules::CompiledRuleSet& rules,
                   const google::protobuf::RepeatedPtrField<v1::SiteReport>& reports,
                   const google::protobuf::RepeatedPtrField<v1::Observation>& general,
                   std::string_view record, google::rpc::BadRequest& violations);

}  // namespace midstance::cases
