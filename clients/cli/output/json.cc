#include "clients/cli/output/json.h"

#include <google/protobuf/util/json_util.h>

namespace midstance::cli {

std::string FormatJson(const google::protobuf::Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = pretty;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) return "{}\n";
  if (text.empty() || text.back() != '\n') text += '\n';
  return text;
}

std::string FormatJsonArray(const std::vector<const google::protobuf::Message*>& messages) {
  std::string out = "[";
  for (const auto* message : messages) {
    out += out.size() == 1 ? "\n" : ",\n";
    std::string object = FormatJson(*message, false);
    object.pop_back();
    out += object;
  }
  return out + (messages.empty() ? "]\n" : "\n]\n");
}

absl::Status ParseJson(std::string_view text, google::protobuf::Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(text.data(), text.size()), &message);
  if (status.ok()) return absl::OkStatus();
  const std::string why = status.message().ToString();
  return absl::InvalidArgumentError("not the JSON of a " + message.GetDescriptor()->name() + ": " +
                                    why);
}

}  // namespace midstance::cli
