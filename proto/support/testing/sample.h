#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace midstance::testing {

// The API of sample.proto, and, when told how, with something broken in it.
class Sample {
 public:
  using Break = std::function<void(google::protobuf::FileDescriptorProto& file)>;

  // Ends the test program when the schema does not build.
  explicit Sample(const Break& breaks = {});

  const google::protobuf::Descriptor* Type(const std::string& name) const;
  std::vector<const google::protobuf::Descriptor*> Types() const;
  std::vector<const google::protobuf::ServiceDescriptor*> Services() const;
  // A message of type `name` from text format.
  std::unique_ptr<google::protobuf::Message> Make(const std::string& name,
                                                  const std::string& text = "");

 private:
  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  const google::protobuf::FileDescriptor* file_ = nullptr;
};

// What a Break takes hold of; ends the test program when it is not there.
google::protobuf::FieldDescriptorProto& FieldOf(google::protobuf::FileDescriptorProto& file,
                                                const std::string& message,
                                                const std::string& field);
google::protobuf::MethodDescriptorProto& MethodOf(google::protobuf::FileDescriptorProto& file,
                                                  const std::string& method);

}  // namespace midstance::testing
