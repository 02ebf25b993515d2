#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "midstance/v1/delivery.pb.h"
#include "midstance/v1/referral.pb.h"
#include "support/time.h"

namespace midstance::delivery {

// What is sent, put together when it is.
struct Message {
  std::string id;  // of the delivery: the same each time that it is sent
  v1::Delivery::Kind kind = v1::Delivery::KIND_UNSPECIFIED;
  std::string clinic;   // its id
  std::string subject;  // neither of whom nor what
  std::string text;     // lines of 72 columns, resource names aside
  std::string about;
  std::string urgency;  // of a notice: "urgent"
  Instant made;         // when the delivery was made
  Instant sent;         // this time

  std::string user;     // of a notice: to whom, "users/{user}"
  std::string address;  // for mail; empty when there is none

  v1::Referral::Addressee addressee = {};  // of a letter
  std::string pdf = {};
  std::string pdf_sha256 = {};
};

// The problem of a delivery by mail to whom no mail reaches.
inline constexpr std::string_view kNoAddress = "has no address";

// What a channel says of one try.
struct Try {
  enum class End {
    kTaken,
    kNotNow,  // may go through later
    kNever    // the same will not be taken by the same way
  };
  End end = End::kTaken;
  std::string problem = {};  // in our words, without a patient's: it is shown and kept
};
inline Try Taken() { return {}; }
inline Try NotNow(std::string problem) { return {Try::End::kNotNow, std::move(problem)}; }
inline Try Never(std::string problem) { return {Try::End::kNever, std::move(problem)}; }

// One way out. Used by one thread.
class Channel {
 public:
  Channel() = default;
  virtual ~Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  virtual v1::Delivery::Channel kind() const = 0;
  // Ends in a bounded time, soon when asked to stop. The same message may come again.
  virtual Try Send(const Message& message, const std::stop_token& stop) = 0;
};

}  // namespace midstance::delivery
