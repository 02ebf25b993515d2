#pragma once

#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "clients/gateway/gateway.h"

namespace midstance::gateway {

inline constexpr char kForm[] = "/midstance.v1.CheckInService/GetCheckInForm";
inline constexpr char kRecord[] = "/midstance.v1.CheckInService/RecordCheckIn";
inline constexpr char kJson[] = "Content-Type: application/json\r\n";

// What came back.
struct Reply {
  int status = 0;                              // 0: the connection ended without an answer
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string Header(const std::string& name) const;
};

// A connection to a gateway that sends whatever it is told to. Gives up after 20 seconds.
class Caller {
 public:
  explicit Caller(const std::string& address);
  Caller(Caller&& other) noexcept;
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  ~Caller();

  // False once the other side wants no more.
  bool Send(std::string_view bytes);
  void EndSending();
  // The next answer; `head` when it has no body.
  Reply Read(bool head = false);
  // True when the other side ends it, false when it sends something or does neither.
  bool Ended();

 private:
  bool More();

  int socket_;
  std::string unread_;
};

// One request on a connection of its own.
Reply Ask(const std::string& address, std::string_view bytes, bool head = false);
std::string GetOf(std::string_view path, std::string_view headers = "");
std::string PostOf(std::string_view path, std::string_view headers, std::string_view body);

// A log to look into.
class LogText {
 public:
  LogText();
  const std::shared_ptr<spdlog::logger>& logger() const { return logger_; }
  std::string Text() const;

 private:
  std::shared_ptr<std::ostringstream> text_;
  std::shared_ptr<spdlog::logger> logger_;
};

// A channel to a server that is not there.
std::shared_ptr<grpc::ChannelInterface> ToNobody();

}  // namespace midstance::gateway
