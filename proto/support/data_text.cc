#include "support/data_text.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace midstance {
namespace {

class WrongLines : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!text_.empty()) text_ += "; ";
    text_ += "line " + std::to_string(line + 1) + ", column " + std::to_string(column + 1) + ": " +
             message;
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

absl::Status ReadDataText(std::string_view name, std::string_view text,
                          google::protobuf::Message& into) {
  WrongLines lines;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&lines);
  google::protobuf::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  if (parser.Parse(&stream, &into)) return absl::OkStatus();
  return absl::FailedPreconditionError(std::string(name) + ": " + lines.text());
}

void EndForBadData(const absl::Status& wrong) {
  std::fprintf(stderr, "midstance: built-in data: %s\n", wrong.ToString().c_str());
  std::abort();
}

}  // namespace midstance
