#pragma once

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>
#include <memory>

#include "services/rpc/door.h"

namespace midstance::rpc {

// One unary call. Deletes itself when gRPC is done with it.
class UnaryReactor final : public grpc::ServerGenericBidiReactor {
 public:
  UnaryReactor(Door& door, grpc::GenericCallbackServerContext& context, const Verb* verb);

  // Once, right after construction.
  void Begin();

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  void NotAdmitted(absl::Status refusal);
  void Answered(Answer answer);

  Door& door_;
  grpc::GenericCallbackServerContext& context_;
  const Verb* verb_;
  std::shared_ptr<Passage> passage_;
  grpc::ByteBuffer bytes_;
  std::chrono::steady_clock::time_point started_;
};

// The bytes of a message as one string.
std::string Flatten(const grpc::ByteBuffer& buffer);
grpc::ByteBuffer BufferOf(const std::string& bytes);

}  // namespace midstance::rpc
