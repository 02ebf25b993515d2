#include "support/visibility.h"

#include "support/prune.h"

namespace midstance {

void KeepForPatient(const Schema& schema, google::protobuf::Message& message) {
  const MessagePlan* plan = schema.Find(message.GetDescriptor());
  if (plan == nullptr) return message.Clear();
  PruneFields(*plan, message, [](const FieldPlan& field) { return !field.for_patient; });
}

}  // namespace midstance
