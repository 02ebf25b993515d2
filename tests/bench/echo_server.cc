#include "tests/bench/echo_server.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <signal.h>

#include <cstdio>
#include <iostream>
#include <memory>

#include "midstance/v1/check_in_service.grpc.pb.h"
#include "tests/e2e/harness/server.h"

namespace midstance::bench {
namespace {

class Echo final
    : public v1::CheckInService::WithRawCallbackMethod_RecordCheckIn<v1::CheckInService::Service> {
  grpc::ServerUnaryReactor* RecordCheckIn(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override {
    *response = *request;
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int RunEchoServer(const std::string& certificate_file, const std::string& key_file) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  const auto certificate = e2e::ReadFile(certificate_file);
  const auto key = e2e::ReadFile(key_file);
  if (!certificate.ok() || !key.ok()) {
    std::cerr << "cannot read the certificate or its key\n";
    return 1;
  }
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs = {{*key, *certificate}};
  Echo echo;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(options), &port);
  builder.RegisterService(&echo);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::cout << "ready 127.0.0.1:" << port << std::endl;
  int caught = 0;
  sigwait(&stop, &caught);
  server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds{1});
  return 0;
}

}  // namespace midstance::bench
