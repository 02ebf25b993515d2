#pragma once

#include <google/protobuf/message.h>

#include "google/rpc/error_details.pb.h"
#include "support/schema.h"
#include "support/time.h"

namespace midstance {

// No more are reported of one request, so that the reply's trailer stays below 8 KiB.
inline constexpr int kMostViolations = 32;

// Adds what is wrong with a request to `violations`, in the order of its fields, each with its path
// ("check_in.reports[0].observations[1].number") and what a right value looks like; never the
// value. FieldsInvalid() makes a status of them.
//
// REQUIRED fields are set; texts are of at most max_length (200) code points, free of control,
// direction and invisible characters, and match their pattern; resource references name a resource
// of their kind; repeated fields have at most max_items (200); numbers are finite and within their
// bounds; enum values are declared, and told where a oneof chose them; timestamps lie within their
// rule, measured from `now`. OUTPUT_ONLY fields are not looked at, nor is the IDENTIFIER of a
// resource to be made. In an Update request it is, and the fields outside the mask are not.
//
// Allocates nothing when all is right.
void CheckConstraints(const Schema& schema, const google::protobuf::Message& request, Instant now,
                      google::rpc::BadRequest& violations);

}  // namespace midstance
