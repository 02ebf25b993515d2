#include "support/schema.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "midstance/options/v1/options.pb.h"
#include "support/status.h"

namespace midstance {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

namespace {

constexpr std::uint32_t kDefaultLength = 200;
constexpr std::uint32_t kDefaultItems = 200;

bool IsOurs(const Descriptor& message) { return !message.full_name().starts_with("google."); }

FieldKind KindOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? FieldKind::kBytes : FieldKind::kText;
    case FieldDescriptor::CPPTYPE_ENUM:
      return FieldKind::kEnum;
    case FieldDescriptor::CPPTYPE_BOOL:
      return FieldKind::kBool;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return FieldKind::kNumber;
  }
  const Descriptor& type = *field.message_type();
  if (type.full_name() == "google.protobuf.Timestamp") return FieldKind::kTimestamp;
  if (type.full_name() == "google.protobuf.Duration") return FieldKind::kDuration;
  return IsOurs(type) && !field.is_map() ? FieldKind::kMessage : FieldKind::kValue;
}

bool Behaves(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& all = field.options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(all.begin(), all.end(), behavior) != all.end();
}

bool MayHoldWildcard(const FieldDescriptor& field) {
  const std::string& message = field.containing_type()->name();
  return field.name() == "parent" && (message.starts_with("List") || message.starts_with("Watch"));
}

}  // namespace

class SchemaCompiler {
 public:
  const MessagePlan* Add(const Descriptor& message) {
    auto& slot = schema_.plans_[&message];
    if (slot != nullptr) return slot.get();
    slot = std::make_unique<MessagePlan>();
    MessagePlan& plan = *slot;
    plan.descriptor = &message;
    plan.is_resource = message.options().HasExtension(google::api::resource);
    plan.fields.reserve(static_cast<std::size_t>(message.field_count()));
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      if (field.name() == "update_mask" && field.message_type() != nullptr) {
        plan.update_mask = &field;
      }
      plan.fields.push_back(PlanOf(field));
    }
    return &plan;
  }

  absl::StatusOr<Schema> Finish() && {
    if (problems_.empty()) return std::move(schema_);
    return Error(v1::ERROR_REASON_INTERNAL).Because("schema: " + problems_);
  }

 private:
  FieldPlan PlanOf(const FieldDescriptor& field) {
    FieldPlan plan;
    plan.field = &field;
    plan.kind = KindOf(field);
    plan.repeated = field.is_repeated();
    plan.presence = field.has_presence();
    plan.in_oneof = field.real_containing_oneof() != nullptr;
    plan.required = Behaves(field, google::api::REQUIRED);
    plan.output_only = Behaves(field, google::api::OUTPUT_ONLY);
    plan.identifier = Behaves(field, google::api::IDENTIFIER);
    if (plan.kind == FieldKind::kMessage) plan.message = Add(*field.message_type());
    if (plan.kind == FieldKind::kEnum) {
      const auto& type = *field.enum_type();
      for (int i = 0; i < type.value_count(); ++i) {
        const int number = type.value(i)->number();
        if (number >= 0 && number < 64) plan.low_values |= std::uint64_t{1} << number;
      }
    }
    ReadRule(field.options().GetExtension(options::v1::field), plan);
    if (field.options().HasExtension(google::api::resource_reference)) {
      ReadReference(field.options().GetExtension(google::api::resource_reference), plan);
    }
    return plan;
  }

  void ReadRule(const options::v1::FieldRule& rule, FieldPlan& plan) {
    plan.sensitive = rule.sensitive();
    plan.secret = rule.secret();
    plan.for_patient = rule.audience() == options::v1::AUDIENCE_PATIENT;
    plan.multiline = rule.multiline();
    plan.uuid = rule.uuid();
    plan.future_allowed = rule.future_allowed();
    plan.max_length = rule.max_length() == 0 ? kDefaultLength : rule.max_length();
    plan.max_items = rule.max_items() == 0 ? kDefaultItems : rule.max_items();
    plan.not_before_days = rule.not_before_days();
    if (rule.has_at_least()) plan.at_least = rule.at_least();
    if (rule.has_at_most()) plan.at_most = rule.at_most();
    if (!rule.pattern().empty()) plan.pattern = Pattern(rule.pattern(), plan);
    plan.pattern_says = rule.pattern_says();

    const bool sized = plan.kind == FieldKind::kText || plan.kind == FieldKind::kBytes;
    const bool bounded = rule.has_at_least() || rule.has_at_most();
    if (rule.max_length() != 0 && !sized) Problem(plan, "max_length is for text");
    if (rule.max_items() != 0 && !plan.repeated) Problem(plan, "max_items is for repeated fields");
    if (bounded && plan.kind != FieldKind::kNumber) Problem(plan, "bounds are for numbers");
    if (plan.at_least > plan.at_most) Problem(plan, "at_least is above at_most");
    if ((plan.uuid || plan.multiline || !rule.pattern().empty()) && plan.kind != FieldKind::kText) {
      Problem(plan, "uuid, multiline and pattern are for text");
    }
    if (rule.pattern().empty() != rule.pattern_says().empty()) {
      Problem(plan, "pattern and pattern_says belong together");
    }
    if ((plan.not_before_days != 0 || plan.future_allowed) && plan.kind != FieldKind::kTimestamp) {
      Problem(plan, "not_before_days and future_allowed are for timestamps");
    }
  }

  void ReadReference(const google::api::ResourceReference& reference, FieldPlan& plan) {
    if (plan.kind != FieldKind::kText) return Problem(plan, "a resource reference must be text");
    plan.names_resource = true;
    plan.wildcard_allowed = MayHoldWildcard(*plan.field);
    const std::string& type = reference.type().empty() ? reference.child_type() : reference.type();
    if (type == "*") return;
    plan.named_kind = KindOfType(type);
    if (plan.named_kind.has_value() && reference.type().empty()) {
      plan.named_kind = ParentKind(*plan.named_kind);
    }
    if (!plan.named_kind.has_value()) Problem(plan, "no names are known for " + type);
  }

  std::shared_ptr<const re2::RE2> Pattern(const std::string& text, const FieldPlan& plan) {
    auto& slot = patterns_[text];
    if (slot == nullptr) {
      slot = std::make_shared<const re2::RE2>(text, re2::RE2::Quiet);
      if (!slot->ok()) Problem(plan, "the pattern does not compile: " + slot->error());
    }
    return slot;
  }

  void Problem(const FieldPlan& plan, std::string_view what) {
    if (!problems_.empty()) problems_ += "; ";
    problems_.append(plan.field->full_name()).append(": ").append(what);
  }

  Schema schema_;
  std::map<std::string, std::shared_ptr<const re2::RE2>> patterns_;
  std::string problems_;
};

Schema::Schema() = default;
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

absl::StatusOr<Schema> Schema::Of(std::span<const Descriptor* const> roots) {
  SchemaCompiler compiler;
  for (const Descriptor* root : roots) compiler.Add(*root);
  return std::move(compiler).Finish();
}

const MessagePlan* Schema::Find(const Descriptor* message) const {
  const auto found = plans_.find(message);
  return found == plans_.end() ? nullptr : found->second.get();
}

}  // namespace midstance
