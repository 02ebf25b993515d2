#include "support/testing/sample.h"

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <fstream>

#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "midstance/options/v1/options.pb.h"

namespace midstance::testing {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::Message;
using google::protobuf::MethodDescriptorProto;

Sample::Sample(const Break& breaks) : pool_(DescriptorPool::generated_pool()), factory_(&pool_) {
  // Linked in, the imported files are in the generated pool.
  google::api::FieldBehavior_descriptor();
  google::api::ResourceDescriptor::descriptor();
  options::v1::FieldRule::descriptor();
  google::protobuf::FieldMask::descriptor();
  factory_.SetDelegateToGeneratedFactory(true);

  std::ifstream in(MIDSTANCE_SAMPLE_DESCRIPTORS, std::ios::binary);
  FileDescriptorSet set;
  if (!set.ParseFromIstream(&in) || set.file_size() != 1) std::abort();
  if (breaks) breaks(*set.mutable_file(0));
  file_ = pool_.BuildFile(set.file(0));
  if (file_ == nullptr) std::abort();
}

const Descriptor* Sample::Type(const std::string& name) const {
  const Descriptor* type = file_->FindMessageTypeByName(name);
  if (type == nullptr) std::abort();
  return type;
}

std::vector<const Descriptor*> Sample::Types() const {
  std::vector<const Descriptor*> types;
  for (int i = 0; i < file_->message_type_count(); ++i) {
    if (file_->message_type(i)->name() != "Stranger") types.push_back(file_->message_type(i));
  }
  return types;
}

std::vector<const google::protobuf::ServiceDescriptor*> Sample::Services() const {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (int i = 0; i < file_->service_count(); ++i) services.push_back(file_->service(i));
  return services;
}

std::unique_ptr<Message> Sample::Make(const std::string& name, const std::string& text) {
  std::unique_ptr<Message> message(factory_.GetPrototype(Type(name))->New());
  if (!google::protobuf::TextFormat::ParseFromString(text, message.get())) std::abort();
  return message;
}

FieldDescriptorProto& FieldOf(FileDescriptorProto& file, const std::string& message,
                              const std::string& field) {
  for (auto& type : *file.mutable_message_type()) {
    if (type.name() != message) continue;
    for (auto& each : *type.mutable_field()) {
      if (each.name() == field) return each;
    }
  }
  std::abort();
}

MethodDescriptorProto& MethodOf(FileDescriptorProto& file, const std::string& method) {
  for (auto& each : *file.mutable_service(0)->mutable_method()) {
    if (each.name() == method) return each;
  }
  std::abort();
}

}  // namespace midstance::testing
