#include "services/server/reflection.h"

#include <grpcpp/support/server_callback.h>

#include <set>
#include <utility>

#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"

namespace midstance::server {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using grpc::reflection::v1alpha::ServerReflection;
using grpc::reflection::v1alpha::ServerReflectionRequest;
using grpc::reflection::v1alpha::ServerReflectionResponse;

void AddFile(const FileDescriptor* file, std::set<const FileDescriptor*>& seen,
             ServerReflectionResponse& response) {
  if (!seen.insert(file).second) return;
  google::protobuf::FileDescriptorProto description;
  file->CopyTo(&description);
  response.mutable_file_descriptor_response()->add_file_descriptor_proto(
      description.SerializeAsString());
  for (int i = 0; i < file->dependency_count(); ++i) AddFile(file->dependency(i), seen, response);
}

class Catalogue {
 public:
  Catalogue(std::vector<std::string> services, const DescriptorPool& pool)
      : services_(std::move(services)), pool_(pool) {}

  ServerReflectionResponse Answer(const ServerReflectionRequest& request) const {
    ServerReflectionResponse response;
    response.set_valid_host(request.host());
    *response.mutable_original_request() = request;
    switch (request.message_request_case()) {
      case ServerReflectionRequest::kListServices:
        for (const auto& service : services_) {
          response.mutable_list_services_response()->add_service()->set_name(service);
        }
        break;
      case ServerReflectionRequest::kFileByFilename:
        Describe(pool_.FindFileByName(request.file_by_filename()), response);
        break;
      case ServerReflectionRequest::kFileContainingSymbol:
        Describe(pool_.FindFileContainingSymbol(request.file_containing_symbol()), response);
        break;
      case ServerReflectionRequest::kFileContainingExtension: {
        const auto& wanted = request.file_containing_extension();
        const auto* type = pool_.FindMessageTypeByName(wanted.containing_type());
        const auto* extension = type == nullptr
                                    ? nullptr
                                    : pool_.FindExtensionByNumber(type, wanted.extension_number());
        Describe(extension == nullptr ? nullptr : extension->file(), response);
        break;
      }
      case ServerReflectionRequest::kAllExtensionNumbersOfType:
        Extensions(request.all_extension_numbers_of_type(), response);
        break;
      default:
        Refuse(grpc::StatusCode::INVALID_ARGUMENT, "the request asks for nothing", response);
    }
    return response;
  }

 private:
  static void Refuse(grpc::StatusCode code, const std::string& text,
                     ServerReflectionResponse& response) {
    response.mutable_error_response()->set_error_code(code);
    response.mutable_error_response()->set_error_message(text);
  }
  static void Describe(const FileDescriptor* file, ServerReflectionResponse& response) {
    if (file == nullptr)
      return Refuse(grpc::StatusCode::NOT_FOUND, "no such symbol or file", response);
    std::set<const FileDescriptor*> seen;
    AddFile(file, seen, response);
  }
  void Extensions(const std::string& type_name, ServerReflectionResponse& response) const {
    const auto* type = pool_.FindMessageTypeByName(type_name);
    if (type == nullptr) return Refuse(grpc::StatusCode::NOT_FOUND, "no such message", response);
    std::vector<const google::protobuf::FieldDescriptor*> extensions;
    pool_.FindAllExtensions(type, &extensions);
    auto& numbers = *response.mutable_all_extension_numbers_response();
    numbers.set_base_type_name(type_name);
    for (const auto* extension : extensions) numbers.add_extension_number(extension->number());
  }

  const std::vector<std::string> services_;
  const DescriptorPool& pool_;
};

class Conversation final
    : public grpc::ServerBidiReactor<ServerReflectionRequest, ServerReflectionResponse> {
 public:
  explicit Conversation(const Catalogue& catalogue) : catalogue_(catalogue) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    response_ = catalogue_.Answer(request_);
    StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartRead(&request_);
  }
  void OnDone() override { delete this; }

 private:
  const Catalogue& catalogue_;
  ServerReflectionRequest request_;
  ServerReflectionResponse response_;
};

class Reflection final : public ServerReflection::CallbackService {
 public:
  explicit Reflection(Catalogue catalogue) : catalogue_(std::move(catalogue)) {}

  grpc::ServerBidiReactor<ServerReflectionRequest, ServerReflectionResponse>* ServerReflectionInfo(
      grpc::CallbackServerContext* /*context*/) override {
    return new Conversation(catalogue_);
  }

 private:
  const Catalogue catalogue_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReflection(std::vector<std::string> services,
                                              const DescriptorPool& pool) {
  return std::make_unique<Reflection>(Catalogue(std::move(services), pool));
}

}  // namespace midstance::server
