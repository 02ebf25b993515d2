#include "tests/api/watcher.h"

#include <gtest/gtest.h>

#include <chrono>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace midstance::testing {

v1::WatchRequest WatchAll(std::vector<std::string> types) {
  v1::WatchRequest request;
  request.set_parent("patients/-");
  for (auto& type : types) request.add_resource_types(std::move(type));
  return request;
}

v1::WatchRequest WatchExisting(std::vector<std::string> types) {
  auto request = WatchAll(std::move(types));
  request.set_initial_state(true);
  return request;
}

v1::WatchRequest WatchFrom(std::string token, std::vector<std::string> types) {
  auto request = WatchAll(std::move(types));
  request.set_resume_token(std::move(token));
  return request;
}

Watcher::Watcher(TestServer& server, const std::string& token, const v1::WatchRequest& request)
    : stub_(v1::WatchService::NewStub(server.channel())) {
  context_.AddMetadata("authorization", "Bearer " + token);
  context_.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes{4});
  reader_ = stub_->Watch(&context_, request);
  reader_->WaitForInitialMetadata();
}

Watcher::~Watcher() {
  Cancel();
  Finish();
}

std::optional<v1::WatchResponse> Watcher::Next() {
  v1::WatchResponse response;
  if (status_.has_value() || !reader_->Read(&response)) return std::nullopt;
  if (!response.resume_token().empty()) token_ = response.resume_token();
  return response;
}

v1::Change Watcher::NextChange() {
  for (auto response = Next(); response.has_value(); response = Next()) {
    if (response->has_change()) return response->change();
  }
  ADD_FAILURE() << "the stream ended: " << Reason();
  return {};
}

std::vector<v1::Change> Watcher::UntilQuiet() {
  std::vector<v1::Change> changes;
  for (auto response = Next(); response.has_value(); response = Next()) {
    if (!response->has_change()) return changes;
    changes.push_back(std::move(*response->mutable_change()));
  }
  ADD_FAILURE() << "the stream ended: " << Reason();
  return changes;
}

void Watcher::Finish() {
  if (status_.has_value()) return;
  v1::WatchResponse response;
  while (reader_->Read(&response)) {
  }
  status_ = reader_->Finish();
}

grpc::StatusCode Watcher::Code() {
  Finish();
  return status_->error_code();
}

std::string Watcher::Message() {
  Finish();
  return status_->error_message();
}

std::string Watcher::Reason() {
  Finish();
  google::rpc::Status rich;
  if (!rich.ParseFromString(status_->error_details())) return {};
  google::rpc::ErrorInfo info;
  for (const auto& detail : rich.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return {};
}

}  // namespace midstance::testing
