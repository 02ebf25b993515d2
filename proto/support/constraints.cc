#include "support/constraints.h"

#include <google/protobuf/field_mask.pb.h>

#include <string>
#include <string_view>
#include <utility>

#include "support/field_checks.h"
#include "support/status.h"
#include "support/text.h"

namespace midstance {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;

namespace {

// Where the walk stands: a list on the stack that becomes text only when something is wrong.
struct Place {
  const Place* up;
  const FieldPlan* field;
  int index;

  std::string Path() const {
    std::string path = up == nullptr ? std::string() : up->Path() + '.';
    path += field->field->name();
    if (index >= 0) path += '[' + std::to_string(index) + ']';
    return path;
  }
};

// Whether the mask covers `field` or a part of it.
bool Covers(const FieldMask& mask, std::string_view field) {
  for (const std::string& path : mask.paths()) {
    if (path.starts_with(field) && (path.size() == field.size() || path[field.size()] == '.')) {
      return true;
    }
  }
  return false;
}

// One number of a field, or of its items when `index` is not negative.
double NumberOf(const Reflection& reflection, const Message& message, const FieldDescriptor& field,
                int index) {
  const bool item = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return item ? reflection.GetRepeatedInt32(message, &field, index)
                  : reflection.GetInt32(message, &field);
    case FieldDescriptor::CPPTYPE_INT64:
      return static_cast<double>(item ? reflection.GetRepeatedInt64(message, &field, index)
                                      : reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return item ? reflection.GetRepeatedUInt32(message, &field, index)
                  : reflection.GetUInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<double>(item ? reflection.GetRepeatedUInt64(message, &field, index)
                                      : reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return static_cast<double>(item ? reflection.GetRepeatedFloat(message, &field, index)
                                      : reflection.GetFloat(message, &field));
    default:
      return item ? reflection.GetRepeatedDouble(message, &field, index)
                  : reflection.GetDouble(message, &field);
  }
}

class Checker {
 public:
  Checker(Instant now, google::rpc::BadRequest& violations) : now_(now), violations_(violations) {}

  void CheckRequest(const MessagePlan& plan, const Message& request) {
    if (plan.update_mask != nullptr) {
      mask_ = dynamic_cast<const FieldMask*>(
          &request.GetReflection()->GetMessage(request, plan.update_mask));
    }
    CheckMessage(plan, request, nullptr);
  }

 private:
  void CheckMessage(const MessagePlan& plan, const Message& message, const Place* up) {
    const Reflection& reflection = *message.GetReflection();
    const bool masked = mask_ != nullptr && plan.is_resource && up != nullptr && up->up == nullptr;
    for (const FieldPlan& field : plan.fields) {
      if (field.output_only || violations_.field_violations_size() >= kMostViolations) continue;
      if (field.identifier && !masked) continue;
      if (masked && !field.identifier && !Covers(*mask_, field.field->name())) continue;
      if (field.repeated) {
        CheckItems(field, reflection, message, up);
      } else if (!field.in_oneof || reflection.HasField(message, field.field)) {
        CheckSingle(field, reflection, message, Place{up, &field, -1});
      }
    }
  }

  void CheckItems(const FieldPlan& field, const Reflection& reflection, const Message& message,
                  const Place* up) {
    const int size = reflection.FieldSize(message, field.field);
    const Place whole{up, &field, -1};
    if (size == 0) {
      if (field.required) Report(whole, "must have at least one item");
      return;
    }
    if (static_cast<std::uint32_t>(size) > field.max_items) {
      return Report(whole, "must have at most " + std::to_string(field.max_items) + " items");
    }
    for (int i = 0; i < size; ++i) {
      if (violations_.field_violations_size() >= kMostViolations) return;
      CheckItem(field, reflection, message, Place{up, &field, i});
    }
  }

  void CheckItem(const FieldPlan& field, const Reflection& reflection, const Message& message,
                 const Place& place) {
    switch (field.kind) {
      case FieldKind::kText:
      case FieldKind::kBytes: {
        std::string scratch;
        const std::string& text =
            reflection.GetRepeatedStringReference(message, field.field, place.index, &scratch);
        return TellsNothing(field, text) ? Report(place, kNotEmpty)
                                         : CheckString(field, text, place);
      }
      case FieldKind::kEnum:
        return Report(place, EnumComplaint(field, reflection.GetRepeatedEnumValue(
                                                      message, field.field, place.index)));
      case FieldKind::kNumber:
        return Report(place, NumberComplaint(
                                 field, NumberOf(reflection, message, *field.field, place.index)));
      case FieldKind::kTimestamp:
      case FieldKind::kDuration:
      case FieldKind::kMessage:
        return CheckPart(field, reflection.GetRepeatedMessage(message, field.field, place.index),
                         place);
      case FieldKind::kBool:
      case FieldKind::kValue:
        return;
    }
  }

  void CheckSingle(const FieldPlan& field, const Reflection& reflection, const Message& message,
                   const Place& place) {
    switch (field.kind) {
      case FieldKind::kText:
      case FieldKind::kBytes: {
        std::string scratch;
        const std::string& text = reflection.GetStringReference(message, field.field, &scratch);
        if (MustBeTold(field) && TellsNothing(field, text)) return Report(place, kNotEmpty);
        if (!text.empty()) CheckString(field, text, place);
        return;
      }
      case FieldKind::kEnum: {
        const int value = reflection.GetEnumValue(message, field.field);
        if (value != 0 || MustBeTold(field)) Report(place, EnumComplaint(field, value));
        return;
      }
      case FieldKind::kNumber: {
        if (field.presence && !reflection.HasField(message, field.field)) break;
        const double value = NumberOf(reflection, message, *field.field, -1);
        const bool unset = !field.presence && !field.required && value == 0;
        if (!unset) Report(place, NumberComplaint(field, value));
        return;
      }
      case FieldKind::kBool:
        if (field.presence && !reflection.HasField(message, field.field)) break;
        return;
      case FieldKind::kTimestamp:
      case FieldKind::kDuration:
      case FieldKind::kMessage:
      case FieldKind::kValue:
        if (!reflection.HasField(message, field.field)) break;
        return CheckPart(field, reflection.GetMessage(message, field.field), place);
    }
    if (field.required) Report(place, "must be set");
  }

  void CheckString(const FieldPlan& field, std::string_view text, const Place& place) {
    Report(place, field.kind == FieldKind::kText ? TextComplaint(field, text)
                                                 : BytesComplaint(field, text));
  }

  void CheckPart(const FieldPlan& field, const Message& part, const Place& place) {
    if (field.kind == FieldKind::kMessage) return CheckMessage(*field.message, part, &place);
    if (field.kind == FieldKind::kValue) return;
    const auto& type = *part.GetDescriptor();
    const Reflection& reflection = *part.GetReflection();
    const std::int64_t seconds = reflection.GetInt64(part, type.field(0));
    const std::int64_t nanos = reflection.GetInt32(part, type.field(1));
    Report(place, field.kind == FieldKind::kTimestamp ? TimeComplaint(field, seconds, nanos, now_)
                                                      : DurationComplaint(seconds, nanos));
  }

  // An empty value is wrong where one is required, and where the client chose it in a oneof.
  static bool MustBeTold(const FieldPlan& field) { return field.required || field.in_oneof; }

  // Blanks tell as little as nothing, of a reason for one; but bytes are bytes, and a secret is
  // whatever was chosen.
  static bool TellsNothing(const FieldPlan& field, std::string_view text) {
    const bool is_read = field.kind == FieldKind::kText && !field.secret;
    return is_read ? IsBlank(text) : text.empty();
  }

  void Report(const Place& place, std::string complaint) {
    if (!complaint.empty()) AddViolation(violations_, place.Path(), std::move(complaint));
  }

  static constexpr const char* kNotEmpty = "must not be empty";

  const Instant now_;
  google::rpc::BadRequest& violations_;
  const FieldMask* mask_ = nullptr;
};

}  // namespace

void CheckConstraints(const Schema& schema, const Message& request, Instant now,
                      google::rpc::BadRequest& violations) {
  if (const MessagePlan* plan = schema.Find(request.GetDescriptor())) {
    return Checker(now, violations).CheckRequest(*plan, request);
  }
  AddViolation(violations, "", "must be a message that the server knows");
}

}  // namespace midstance
