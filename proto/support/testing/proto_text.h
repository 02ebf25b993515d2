#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace midstance::testing {

// A .proto written inside a test: a schema with just the options, or just the defects, that the
// test is about. The text follows `import` lines for the options, which are given.
class ProtoText {
 public:
  // Ends the test program when the text does not compile.
  explicit ProtoText(std::string_view text);

  const google::protobuf::Descriptor* Type(const std::string& name) const;
  std::vector<const google::protobuf::ServiceDescriptor*> Services() const;
  // A message of type `name` from text format.
  std::unique_ptr<google::protobuf::Message> Make(const std::string& name,
                                                  const std::string& text_format) const;

 private:
  google::protobuf::DescriptorPool pool_;
  const google::protobuf::FileDescriptor* file_ = nullptr;
  // Its messages are ours to change, the factory's cache is not part of our state.
  mutable google::protobuf::DynamicMessageFactory factory_;
};

}  // namespace midstance::testing
