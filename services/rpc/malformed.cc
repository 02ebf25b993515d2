#include "services/rpc/malformed.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>

#include "support/status.h"
#include "support/text.h"

namespace midstance::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// What is wrong, and where.
struct Fault {
  std::string path;
  std::string_view what;
};

constexpr std::string_view kEndsEarly = "is cut off";
constexpr std::string_view kNotUtf8 = "must be UTF-8";
constexpr std::string_view kTooDeep = "is nested too deep";

std::optional<Fault> FindFault(const Descriptor& type, std::string_view body,
                               const std::string& prefix, int depth);

std::optional<Fault> InField(const FieldDescriptor& field, std::string_view bytes,
                             const std::string& path, int depth) {
  if (field.type() == FieldDescriptor::TYPE_STRING) {
    if (CheckText(bytes, true, std::numeric_limits<std::size_t>::max()) != TextProblem::kNotUtf8)
      return std::nullopt;
    return Fault{path, kNotUtf8};
  }
  if (field.type() != FieldDescriptor::TYPE_MESSAGE) return std::nullopt;
  if (depth >= kDeepestNesting) return Fault{path, kTooDeep};
  return FindFault(*field.message_type(), bytes, path + ".", depth + 1);
}

std::optional<Fault> FindFault(const Descriptor& type, std::string_view body,
                               const std::string& prefix, int depth) {
  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(body.data()),
                      static_cast<int>(body.size()));
  in.SetRecursionLimit(kDeepestNesting - depth);
  const std::string here = prefix.empty() ? prefix : prefix.substr(0, prefix.size() - 1);
  std::map<int, int> seen;
  while (in.CurrentPosition() < static_cast<int>(body.size())) {
    const std::uint32_t tag = in.ReadTag();
    const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    std::string path = here;
    if (field != nullptr) {
      path = prefix + field->name();
      if (field->is_repeated()) path += "[" + std::to_string(seen[field->number()]++) + "]";
    }
    if (WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
      // Skipping descends into groups, which only a stranger's body has, and no further than
      // allowed.
      const bool group =
          WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_START_GROUP;
      if (tag == 0 || !WireFormatLite::SkipField(&in, tag))
        return Fault{path, group ? kTooDeep : kEndsEarly};
      continue;
    }
    std::uint32_t length = 0;
    const bool counted = in.ReadVarint32(&length);
    const auto at = static_cast<std::size_t>(in.CurrentPosition());
    if (!counted || length > body.size() - at || !in.Skip(static_cast<int>(length)))
      return Fault{path, kEndsEarly};
    if (field == nullptr) continue;
    if (auto fault = InField(*field, body.substr(at, length), path, depth)) return fault;
  }
  return std::nullopt;
}

}  // namespace

absl::Status Malformed(const Descriptor& type, std::string_view body) {
  const auto fault = FindFault(type, body, "", 0);
  std::string text = "the body is not a message of this method";
  if (!fault.has_value()) return Error(v1::ERROR_REASON_BODY_MALFORMED).Because(text);
  if (fault->path.empty()) {
    text.append(": it ").append(fault->what);
    return Error(v1::ERROR_REASON_BODY_MALFORMED).Because(text);
  }
  text.append(": ").append(fault->path).append(" ").append(fault->what);
  return Error(v1::ERROR_REASON_BODY_MALFORMED).Field(fault->path, fault->what).Because(text);
}

}  // namespace midstance::rpc
