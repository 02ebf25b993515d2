#pragma once

#include <absl/status/status.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

namespace midstance {

// Copies the fields of `mask` from `from` into `to`, two messages of one type; a field that is
// unset in `from` is cleared in `to`, a repeated field is replaced whole. A path may lead into
// messages, not into items of repeated fields.
//
// MASK_INVALID on "update_mask", with every problem listed and `to` untouched, when the mask is
// empty, holds "*", or has a path that is unknown or runs through a field that is OUTPUT_ONLY,
// IMMUTABLE or IDENTIFIER, or the etag, which is compared and never set.
absl::Status ApplyMask(const google::protobuf::FieldMask& mask,
                       const google::protobuf::Message& from, google::protobuf::Message& to);

}  // namespace midstance
