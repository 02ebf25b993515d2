#pragma once

#include <grpcpp/server.h>

#include <chrono>
#include <memory>
#include <string>

#include "services/server/application.h"

namespace midstance::server {

// How the application is reached.
struct Listening {
  std::string address;  // "127.0.0.1:0"
  std::string
      certificate;  // PEM; empty together with the key: no TLS, for tests inside one process
  std::string key;
  bool reflection = false;
};

// gRPC around an application: the listener, health and reflection.
class Server {
 public:
  // FAILED_PRECONDITION when the address cannot be had.
  static absl::StatusOr<std::unique_ptr<Server>> Start(Application& application,
                                                       const Listening& listening);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return port_; }
  // A channel inside the process.
  std::shared_ptr<grpc::Channel> InProcess();
  // Tells the health service whether the store can be relied on. Called by a timer.
  void ShowHealth();
  // Health turns to NOT_SERVING, new calls are refused, running ones get `grace`, what was written
  // is committed.
  void Stop(std::chrono::milliseconds grace);

 private:
  explicit Server(Application& application) : application_(application) {}

  Application& application_;
  std::unique_ptr<grpc::Service> reflection_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  bool serving_ = true;  // what the health service was told
  bool stopped_ = false;
};

}  // namespace midstance::server
