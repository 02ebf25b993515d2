#pragma once

#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "services/checkins/fixture.h"
#include "support/schema.h"

// For the tests of this folder that upload what a device kept.
namespace midstance::checkins {

// A UUID of version 7 made at `at`, the n-th of a device.
inline std::string DeviceId(Instant at, unsigned device, unsigned n) {
  const auto millis = static_cast<unsigned long long>(MicrosOf(at) / 1000);
  char text[64];
  std::snprintf(text, sizeof text, "%08llx-%04llx-7%03x-8000-%04x%08x", (millis >> 16) & 0xFFFFFFFF,
                millis & 0xFFFF, device & 0xFFF, device & 0xFFFF, n);
  return text;
}

struct Kept {
  std::string request_id;
  v1::CheckIn check_in;
};

inline Kept Keep(const v1::RecordCheckInRequest& request, Instant observed, unsigned n) {
  Kept kept{DeviceId(observed, 1, n), request.check_in()};
  *kept.check_in.mutable_occurred_time() = TimestampOf(observed);
  return kept;
}

inline v1::BatchRecordCheckInsRequest BatchOf(const std::vector<Kept>& kept,
                                              const std::string& parent = kCase) {
  v1::BatchRecordCheckInsRequest request;
  request.set_parent(parent);
  for (const auto& one : kept) {
    auto& item = *request.add_items();
    item.set_request_id(one.request_id);
    item.set_check_in(one.check_in.SerializeAsString());
  }
  return request;
}

inline Schema RecordSchema() {
  const std::array roots = {v1::RecordCheckInRequest::descriptor()};
  auto schema = Schema::Of(roots);
  EXPECT_TRUE(schema.ok()) << schema.status();
  return *std::move(schema);
}

}  // namespace midstance::checkins
