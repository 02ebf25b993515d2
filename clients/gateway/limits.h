#pragma once

#include <chrono>
#include <cstddef>

namespace midstance::gateway {

// What a caller may cost. None of it grows with what she sends: besides the answer that it is about
// to give, a connection holds its buffer, its headers and one body, about 100 KiB.
struct Limits {
  std::size_t header_bytes = std::size_t{8} * 1024;  // request line and headers; more is 431
  std::size_t headers = 100;                         // lines; more is 431
  std::size_t target_bytes = 1024;                   // the path of the request line; more is 414
  std::size_t body_bytes = std::size_t{64} * 1024;   // as sent, also in chunks; more is 413
  std::size_t connections = 256;                 // one more ends the one that has waited longest
  std::chrono::milliseconds header_time{5'000};  // from the connection, or the first byte, on
  std::chrono::milliseconds body_time{5'000};    // from the end of the headers on
  std::chrono::milliseconds idle_time{15'000};   // between two requests of a connection
  std::chrono::milliseconds write_time{15'000};  // until the answer is taken
  // After an answer that leaves a request unread: what is still read, so that the answer arrives.
  std::size_t linger_bytes = std::size_t{256} * 1024;
  std::chrono::milliseconds linger_time{1'000};
  std::chrono::milliseconds call_time{5'000};  // of a call to the server; less if the caller asks
};

}  // namespace midstance::gateway
