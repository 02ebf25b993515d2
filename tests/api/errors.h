#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "midstance/v1/error_reason.pb.h"
#include "support/status.h"
#include "tests/api/stage.h"
#include "tests/support/test_server.h"

namespace midstance::testing {

// Holds when the call was refused with `reason`, in the shape that every error of ours has: the
// canonical code of the reason, a google.rpc.Status that says the same, exactly one ErrorInfo with
// a reason of the API, a correlation id, a message, and nothing of what the stage calls sensitive.
inline ::testing::AssertionResult Refused(const Result& result, v1::ErrorReason reason) {
  const auto no = [&](std::string_view why) {
    auto failure = ::testing::AssertionFailure();
    failure << why << ": " << result.status.error_code() << " " << result.reason << " "
            << result.status.error_message();
    for (const auto& path : result.paths()) failure << " [" << path << "]";
    return failure;
  };
  if (result.ok()) return no("was accepted");
  google::rpc::Status rich;
  if (!rich.ParseFromString(result.status.error_details())) return no("has no google.rpc.Status");
  int infos = 0;
  for (const auto& detail : rich.details()) infos += detail.Is<google::rpc::ErrorInfo>() ? 1 : 0;
  if (infos != 1) return no("does not have one ErrorInfo");
  v1::ErrorReason known;
  if (!v1::ErrorReason_Parse("ERROR_REASON_" + result.reason, &known))
    return no("has a new reason");
  if (known != reason) return no("is not refused with " + ReasonName(reason));
  if (static_cast<int>(result.status.error_code()) != static_cast<int>(CodeOf(reason)) ||
      rich.code() != result.status.error_code()) {
    return no("has another code than its reason");
  }
  if (result.status.error_message().empty() || rich.message() != result.status.error_message())
    return no("has no message, or two");
  if (result.trailer.count("midstance-correlation-id") != 1) return no("has no correlation id");
  const std::string all = result.status.error_message() + result.status.error_details();
  for (const auto secret : {kCanary, kCanaryBirthDate, kCanaryOnset, kCanaryPhone, kPassword}) {
    if (all.find(secret) != std::string::npos) return no("tells something sensitive");
  }
  return ::testing::AssertionSuccess();
}

}  // namespace midstance::testing
