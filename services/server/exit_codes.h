#pragma once

namespace midstance::server {

// Of midstanced; the larger ones are those of sysexits.h.
inline constexpr int kExitOk = 0;
inline constexpr int kExitBroken = 1;  // audit: the chain; check, prove: a flag; rules: see there
inline constexpr int kExitUsage = 2;
inline constexpr int kExitStorage = 74;        // EX_IOERR
inline constexpr int kExitConfiguration = 78;  // EX_CONFIG

}  // namespace midstance::server
