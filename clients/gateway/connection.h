#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>  // Boost.Asio 1.74 needs it and does not include it

#include "clients/gateway/access_log.h"
#include "clients/gateway/http.h"
#include "clients/gateway/limits.h"

namespace midstance::gateway {

class Connection;

// What the connections of a server share. For its thread alone.
struct Floor {
  const Limits limits;
  HttpHandler& handler;
  const AccessLog& log;
  std::unordered_set<Connection*> connections = {};
  bool draining = false;

  // Whether there is room for one more, if need be after ending the connection that has waited
  // longest: first one between two requests, then one in the midst of a request.
  bool MakeRoom();
  // Ends every connection that waits for its caller, and the others after their answer.
  void Drain();
};

// One caller. Keeps itself alive while something is under way.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;

  Connection(Floor& floor, boost::asio::io_context& context, Socket socket);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void Start();
  void Close();

  // How little is lost when it is ended; kBusy must not be.
  enum class Phase { kIdle, kReading, kBusy };
  Phase phase() const { return phase_; }
  std::chrono::steady_clock::time_point since() const { return since_; }

 private:
  using Error = boost::system::error_code;
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  struct Awaited;

  void Enter(Phase phase, std::chrono::milliseconds limit);
  void AwaitRequest(std::chrono::milliseconds limit);
  void ReadHead();
  void HeadIsThere(Error error);
  void ReadBody();
  void InviteBody();
  void Answer();
  void ReadingFailed(Error error);
  void Refuse(const HttpResponse& response);
  void Write(const HttpResponse& response, bool keep);
  void Linger();

  Floor& floor_;
  boost::asio::io_context& context_;
  Socket socket_;
  boost::asio::steady_timer timer_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  HttpRequest request_;
  std::string wire_;
  std::size_t lingered_ = 0;
  bool late_ = false;  // the timer ended what was under way
  Phase phase_ = Phase::kIdle;
  std::chrono::steady_clock::time_point since_;
  std::chrono::steady_clock::time_point asked_;
};

}  // namespace midstance::gateway
