#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <chrono>
#include <cstdint>

namespace midstance {

// Every moment in the project: microseconds since 1970 in UTC.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;
using Day = std::chrono::sys_days;

inline Instant InstantOf(const google::protobuf::Timestamp& t) {
  return Instant{std::chrono::seconds{t.seconds()} + std::chrono::microseconds{t.nanos() / 1000}};
}

inline google::protobuf::Timestamp TimestampOf(Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  google::protobuf::Timestamp t;
  t.set_seconds(seconds.time_since_epoch().count());
  t.set_nanos(static_cast<std::int32_t>((at - seconds).count() * 1000));
  return t;
}

inline std::int64_t MicrosOf(Instant at) { return at.time_since_epoch().count(); }
inline Instant FromMicros(std::int64_t micros) { return Instant{Duration{micros}}; }
inline Day DayOf(Instant at) { return std::chrono::floor<std::chrono::days>(at); }

}  // namespace midstance
