#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <string>

#include "services/rules/embedded.h"
#include "services/rules/problems.h"
#include "support/status.h"

namespace midstance::rules {
namespace {

class Collector : public google::protobuf::io::ErrorCollector {
 public:
  explicit Collector(Problems& problems) : problems_(problems) {}
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    problems_.Add("line " + std::to_string(line + 1) + ", column " + std::to_string(column + 1),
                  message);
  }

 private:
  Problems& problems_;
};

template <class Message>
absl::StatusOr<Message> Parse(std::string_view text) {
  Problems problems;
  Collector collector(problems);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.SetRecursionLimit(100);
  google::protobuf::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  Message message;
  if (parser.Parse(&stream, &message)) return message;
  if (problems.None()) problems.Add("text", "is not a message of this kind");
  Error error(::midstance::v1::ERROR_REASON_RULE_SET_INVALID);
  for (const auto& violation : problems.found().field_violations()) {
    error = std::move(error).Field(violation.field(), violation.description());
  }
  return error;
}

}  // namespace

absl::StatusOr<v1::RuleSet> ParseRuleSet(std::string_view text) { return Parse<v1::RuleSet>(text); }

absl::StatusOr<v1::ScenarioFile> ParseScenarioFile(std::string_view text) {
  return Parse<v1::ScenarioFile>(text);
}

absl::StatusOr<v1::ConsiderationLibrary> ParseConsiderationLibrary(std::string_view text) {
  return Parse<v1::ConsiderationLibrary>(text);
}

}  // namespace midstance::rules
