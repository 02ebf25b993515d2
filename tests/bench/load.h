#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// The load client: one thread that keeps calls in flight on one or a few connections. It treats
// every server alike: each call carries a deadline and its token, and a body made for it.
namespace midstance::bench {

struct Call {
  std::string method;  // "/midstance.v1.PatientService/GetPatient"
  std::string token;   // bearer token; empty: none
  std::function<grpc::ByteBuffer(std::uint64_t)> request;
  // Set: told every good answer with the number of its request.
  std::function<void(std::uint64_t, const grpc::ByteBuffer&)> answered = {};
};

struct Sample {
  std::uint64_t calls = 0;  // answered well within the time
  std::uint64_t failed = 0;
  std::string failure;  // the first
  double seconds = 0;
  std::vector<float> micros;  // of each call, in the order of its end

  double PerSecond() const { return seconds > 0 ? static_cast<double>(calls) / seconds : 0; }
  // `share` between 0 and 1.
  double Percentile(double share) const;
};

class LoadClient {
 public:
  explicit LoadClient(std::vector<std::shared_ptr<grpc::Channel>> channels)
      : channels_(std::move(channels)) {}

  // Keeps `in_flight` calls going for `time`; request numbers go on from the last run.
  Sample Closed(const Call& call, int in_flight, std::chrono::milliseconds time);
  // `count` calls, numbered from 0.
  Sample Each(const Call& call, int in_flight, std::uint64_t count);
  // Starts calls at a steady rate, whatever the answers do. A call's time counts from when it was
  // due, so that a stall is felt by all calls that had to wait for it.
  Sample Open(const Call& call, double per_second, std::chrono::milliseconds time);

 private:
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::uint64_t next_ = 0;
};

}  // namespace midstance::bench
