#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/impl/service_type.h>

#include <memory>
#include <string>
#include <vector>

namespace midstance::server {

// gRPC server reflection (grpc.reflection.v1alpha) for services that are not registered with gRPC
// one by one, as those behind the door are not. Off by default: it tells the schema to anyone who
// connects.
std::unique_ptr<grpc::Service> MakeReflection(std::vector<std::string> services,
                                              const google::protobuf::DescriptorPool& pool);

}  // namespace midstance::server
