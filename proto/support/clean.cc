#include "support/clean.h"

#include <google/protobuf/unknown_field_set.h>

#include <string>

#include "support/text.h"

namespace midstance {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

namespace {

// Calls `visit(plan, message)` for every message of ours that is set in `message`.
template <class Visit>
void ForEachPart(const FieldPlan& field, const Reflection& reflection, Message& message,
                 const Visit& visit) {
  if (field.repeated) {
    const int size = reflection.FieldSize(message, field.field);
    for (int i = 0; i < size; ++i) {
      visit(*field.message, *reflection.MutableRepeatedMessage(&message, field.field, i));
    }
  } else if (reflection.HasField(message, field.field)) {
    visit(*field.message, *reflection.MutableMessage(&message, field.field));
  }
}

void Clear(const MessagePlan& plan, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) {
    reflection.MutableUnknownFields(&message)->Clear();
  }
  for (const FieldPlan& field : plan.fields) {
    if (field.output_only) {
      reflection.ClearField(&message, field.field);
    } else if (field.message != nullptr) {
      ForEachPart(field, reflection, message, Clear);
    }
  }
}

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
      ForEachPart(field, reflection, message, Normalize);
    }
  }
}

}  // namespace

void ClearOutputOnly(const Schema& schema, Message& message) {
  if (const MessagePlan* plan = schema.Find(message.GetDescriptor())) Clear(*plan, message);
}

void NormalizeText(const Schema& schema, Message& message) {
  if (const MessagePlan* plan = schema.Find(message.GetDescriptor())) Normalize(*plan, message);
}

}  // namespace midstance
