#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>

#include "support/schema.h"

namespace midstance {

// Calls visit(plan, part) for every message of ours that is set in `field` of `message`.
template <class Visit>
void ForEachPart(const FieldPlan& field, google::protobuf::Message& message, const Visit& visit) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (field.repeated) {
    const int size = reflection.FieldSize(message, field.field);
    for (int i = 0; i < size; ++i) {
      visit(*field.message, *reflection.MutableRepeatedMessage(&message, field.field, i));
    }
  } else if (reflection.HasField(message, field.field)) {
    visit(*field.message, *reflection.MutableMessage(&message, field.field));
  }
}

// Clears the fields that `drops` names and those unknown to this server, however deep.
template <class Drops>
void PruneFields(const MessagePlan& plan, google::protobuf::Message& message, const Drops& drops) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) {
    reflection.MutableUnknownFields(&message)->Clear();
  }
  for (const FieldPlan& field : plan.fields) {
    if (drops(field)) {
      reflection.ClearField(&message, field.field);
    } else if (field.message != nullptr) {
      ForEachPart(field, message,
                  [&drops](const MessagePlan& part_plan, google::protobuf::Message& part) {
                    PruneFields(part_plan, part, drops);
                  });
    }
  }
}

}  // namespace midstance
