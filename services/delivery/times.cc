#include "services/delivery/times.h"

#include <absl/time/time.h>

namespace midstance::delivery {
namespace {

std::string InUtc(const char* format, Instant at) {
  return absl::FormatTime(format, absl::FromUnixMicros(MicrosOf(at)), absl::UTCTimeZone());
}

}  // namespace

std::string IsoTime(Instant at) { return InUtc("%Y-%m-%dT%H:%M:%SZ", at); }

std::string MailTime(Instant at) { return InUtc("%a, %d %b %Y %H:%M:%S +0000", at); }

}  // namespace midstance::delivery
