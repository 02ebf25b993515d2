#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "support/names.h"

namespace re2 {
class RE2;
}

namespace midstance {

enum class FieldKind : std::uint8_t {
  kText,
  kBytes,
  kEnum,
  kNumber,
  kBool,
  kTimestamp,
  kDuration,
  kMessage,  // a message of ours: it has a MessagePlan
  kValue,    // any other message and maps: kept, cleared and compared whole
};

struct MessagePlan;

// One field with everything that its options say, defaults filled in.
struct FieldPlan {
  const google::protobuf::FieldDescriptor* field = nullptr;
  const MessagePlan* message = nullptr;
  FieldKind kind = FieldKind::kValue;
  bool repeated = false;
  bool presence = false;
  bool in_oneof = false;  // a real one, not that of a proto3 optional
  bool required = false;
  bool output_only = false;
  bool identifier = false;
  bool sensitive = false;
  bool secret = false;
  bool for_patient = false;
  bool multiline = false;
  bool uuid = false;
  bool future_allowed = false;
  bool wildcard_allowed = false;
  std::uint32_t max_length = 0;
  std::uint32_t max_items = 0;
  std::uint32_t not_before_days = 0;
  double at_least = -std::numeric_limits<double>::infinity();
  double at_most = std::numeric_limits<double>::infinity();
  // Bit n: n is a declared value of the enum. Larger values are looked up.
  std::uint64_t low_values = 0;
  std::shared_ptr<const re2::RE2> pattern;
  std::string pattern_says;
  // The text is the name of a resource, of this kind if told.
  bool names_resource = false;
  std::optional<Kind> named_kind;
};

struct MessagePlan {
  const google::protobuf::Descriptor* descriptor = nullptr;
  // The FieldMask of an Update request: its resource is checked only where the mask says so.
  const google::protobuf::FieldDescriptor* update_mask = nullptr;
  bool is_resource = false;
  std::vector<FieldPlan> fields;
};

// The options of all messages reachable from some roots, compiled once at start into flat tables
// that constraints, masks, redaction and visibility walk. Immutable, so free to share among
// threads.
class Schema {
 public:
  // INTERNAL when an option contradicts its field: a pattern that does not compile, a limit on a
  // field of another type, a reference to a resource without names. The text lists all of them.
  static absl::StatusOr<Schema> Of(std::span<const google::protobuf::Descriptor* const> roots);

  Schema(Schema&&) noexcept;
  Schema& operator=(Schema&&) noexcept;
  ~Schema();

  // Null when the message is reachable from no root.
  const MessagePlan* Find(const google::protobuf::Descriptor* message) const;

 private:
  Schema();
  friend class SchemaCompiler;

  std::unordered_map<const google::protobuf::Descriptor*, std::unique_ptr<MessagePlan>> plans_;
};

}  // namespace midstance
