#include "support/clean.h"

#include <string>
#include <utility>

#include "support/prune.h"
#include "support/text.h"

namespace midstance {

using google::protobuf::Message;
using google::protobuf::Reflection;

namespace {

void NormalizeField(const FieldPlan& field, const Reflection& reflection, Message& message) {
  std::string scratch;
  if (!field.repeated) {
    const std::string& text = reflection.GetStringReference(message, field.field, &scratch);
    if (!MayNeedNormalizing(text)) return;
    std::string normal = text;
    NormalizeText(normal);
    reflection.SetString(&message, field.field, std::move(normal));
    return;
  }
  const int size = reflection.FieldSize(message, field.field);
  for (int i = 0; i < size; ++i) {
    const std::string& text =
        reflection.GetRepeatedStringReference(message, field.field, i, &scratch);
    if (!MayNeedNormalizing(text)) continue;
    std::string normal = text;
    NormalizeText(normal);
    reflection.SetRepeatedString(&message, field.field, i, std::move(normal));
  }
}

void Normalize(const MessagePlan& plan, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  for (const FieldPlan& field : plan.fields) {
    if (field.kind == FieldKind::kText) {
      NormalizeField(field, reflection, message);
    } else if (field.message != nullptr) {
      ForEachPart(field, message, Normalize);
    }
  }
}

}  // namespace

void ClearOutputOnly(const Schema& schema, Message& message) {
  const MessagePlan* plan = schema.Find(message.GetDescriptor());
  if (plan == nullptr) return;
  PruneFields(*plan, message, [](const FieldPlan& field) { return field.output_only; });
}

void NormalizeText(const Schema& schema, Message& message) {
  if (const MessagePlan* plan = schema.Find(message.GetDescriptor())) Normalize(*plan, message);
}

}  // namespace midstance
