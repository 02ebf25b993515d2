#pragma once

#include <string>

#include "support/time.h"

// Moments as others read them, in UTC.
namespace midstance::delivery {

// "2026-03-20T09:00:00Z".
std::string IsoTime(Instant at);
// "Fri, 20 Mar 2026 09:00:00 +0000", as RFC 5322 has it.
std::string MailTime(Instant at);

}  // namespace midstance::delivery
