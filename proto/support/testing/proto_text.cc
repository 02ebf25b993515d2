#include "support/testing/proto_text.h"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/timestamp.pb.h>

#include <cstdio>
#include <cstdlib>

#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "midstance/options/v1/options.pb.h"

namespace midstance::testing {
namespace {

constexpr std::string_view kPrelude = R"(syntax = "proto3";
package sample;
import "google/api/field_behavior.proto";
import "google/api/resource.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/timestamp.proto";
import "midstance/options/v1/options.proto";
)";

class Complaints : public google::protobuf::io::ErrorCollector,
                   public google::protobuf::DescriptorPool::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    std::fprintf(stderr, "%d:%d: %s\n", line, column, message.c_str());
  }
  void AddError(const std::string&, const std::string& element, const google::protobuf::Message*,
                ErrorLocation, const std::string& message) override {
    std::fprintf(stderr, "%s: %s\n", element.c_str(), message.c_str());
  }
};

}  // namespace

ProtoText::ProtoText(std::string_view text)
    : pool_(google::protobuf::DescriptorPool::generated_pool()), factory_(&pool_) {
  // The imported files are in the generated pool once their code is used.
  google::api::FieldBehavior_descriptor();
  google::api::ResourceDescriptor::descriptor();
  google::protobuf::FieldMask::descriptor();
  google::protobuf::Timestamp::descriptor();
  options::v1::FieldRule::descriptor();
  factory_.SetDelegateToGeneratedFactory(true);

  const std::string whole = std::string(kPrelude) + std::string(text);
  google::protobuf::io::ArrayInputStream input(whole.data(), static_cast<int>(whole.size()));
  Complaints complaints;
  google::protobuf::io::Tokenizer tokenizer(&input, &complaints);
  google::protobuf::compiler::Parser parser;
  parser.RecordErrorsTo(&complaints);
  google::protobuf::FileDescriptorProto proto;
  proto.set_name("sample.proto");
  if (parser.Parse(&tokenizer, &proto)) {
    proto.set_name("sample.proto");
    file_ = pool_.BuildFileCollectingErrors(proto, &complaints);
  }
  if (file_ == nullptr) std::abort();
}

const google::protobuf::Descriptor* ProtoText::Type(const std::string& name) const {
  const auto* type = file_->FindMessageTypeByName(name);
  if (type == nullptr) std::abort();
  return type;
}

std::vector<const google::protobuf::ServiceDescriptor*> ProtoText::Services() const {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (int i = 0; i < file_->service_count(); ++i) services.push_back(file_->service(i));
  return services;
}

std::unique_ptr<google::protobuf::Message> ProtoText::Make(const std::string& name,
                                                           const std::string& text_format) const {
  std::unique_ptr<google::protobuf::Message> message(factory_.GetPrototype(Type(name))->New());
  if (!google::protobuf::TextFormat::ParseFromString(text_format, message.get())) std::abort();
  return message;
}

}  // namespace midstance::testing
