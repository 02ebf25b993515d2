#include "support/redact.h"

#include <google/protobuf/text_format.h>

#include <memory>

#include "support/prune.h"

namespace midstance {

std::string Redacted(const Schema& schema, const google::protobuf::Message& message) {
  constexpr std::size_t kMostBytes = 2000;
  const MessagePlan* plan = schema.Find(message.GetDescriptor());
  if (plan == nullptr) return "<" + message.GetDescriptor()->full_name() + ">";

  const std::unique_ptr<google::protobuf::Message> copy(message.New());
  copy->CopyFrom(message);
  PruneFields(*plan, *copy, [](const FieldPlan& field) { return field.sensitive; });

  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  printer.PrintToString(*copy, &text);
  if (text.ends_with(' ')) text.pop_back();
  if (text.size() > kMostBytes) {
    text.resize(kMostBytes);
    text += "...";
  }
  return text;
}

}  // namespace midstance
