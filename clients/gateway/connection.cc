#include "clients/gateway/connection.h"

#include <absl/strings/ascii.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <iterator>

namespace midstance::gateway {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using std::chrono::steady_clock;

constexpr std::size_t kFirstRead = std::size_t{2} * 1024;

std::string Text(boost::beast::string_view view) { return {view.data(), view.size()}; }

Method MethodOf(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::kGet;
    case http::verb::head:
      return Method::kHead;
    case http::verb::post:
      return Method::kPost;
    default:
      return Method::kOther;
  }
}

template <class Message>
HttpRequest RequestOf(const Message& message) {
  HttpRequest request;
  request.method = MethodOf(message.method());
  const std::string target = Text(message.target());
  const std::size_t path_end = target.find('?');
  request.path = target.substr(0, path_end);
  if (path_end != std::string::npos) request.query = target.substr(path_end + 1);
  for (const auto& field : message) {
    request.headers.emplace_back(absl::AsciiStrToLower(Text(field.name_string())),
                                 Text(field.value()));
  }
  return request;
}

// What two readers of HTTP could read in two ways, so that one hides a request from the other.
bool IsAmbiguous(const HttpRequest& request, bool chunked, unsigned version) {
  if (request.path.empty() || request.path.front() != '/') return true;
  if (request.Count("host") > 1 || (version >= 11 && request.Count("host") != 1)) return true;
  const int encodings = request.Count("transfer-encoding");
  return encodings > 1 || (encodings == 1 && (!chunked || version < 11)) ||
         (encodings == 1 && !IsSame(request.Header("transfer-encoding"), "chunked")) ||
         request.Count("content-length") > 1 ||
         request.Header("content-length").find_first_not_of("0123456789") != std::string_view::npos;
}

}  // namespace

// A connection whose answer is made elsewhere; the work keeps its thread running meanwhile.
struct Connection::Awaited {
  std::shared_ptr<Connection> self;
  asio::executor_work_guard<asio::io_context::executor_type> work;
};

bool Floor::MakeRoom() {
  if (connections.size() < limits.connections) return true;
  Connection* least = nullptr;
  for (Connection* const each : connections) {
    if (each->phase() == Connection::Phase::kBusy) continue;
    if (least == nullptr ||
        std::pair(each->phase(), each->since()) < std::pair(least->phase(), least->since())) {
      least = each;
    }
  }
  if (least != nullptr) least->Close();
  return least != nullptr;
}

void Floor::Drain() {
  draining = true;
  const std::vector<Connection*> all(connections.begin(), connections.end());
  for (Connection* const each : all) {
    if (each->phase() != Connection::Phase::kBusy) each->Close();
  }
}

Connection::Connection(Floor& floor, asio::io_context& context, Socket socket)
    : floor_(floor),
      context_(context),
      socket_(std::move(socket)),
      timer_(context),
      // Room for the headers and for what of a body came with them.
      buffer_(2 * floor.limits.header_bytes) {}

void Connection::Start() {
  floor_.connections.insert(this);
  AwaitRequest(floor_.limits.header_time);
}

void Connection::Close() {
  floor_.connections.erase(this);
  Error ignored;
  timer_.cancel();
  socket_.close(ignored);
}

void Connection::Enter(Phase phase, std::chrono::milliseconds limit) {
  phase_ = phase;
  since_ = steady_clock::now();
  late_ = false;
  timer_.expires_after(limit);
  timer_.async_wait([self = shared_from_this()](Error error) {
    // A wait that ended just before the next one began is of no meaning any more.
    if (error || self->timer_.expiry() > steady_clock::now()) return;
    Error ignored;
    self->late_ = true;
    self->socket_.cancel(ignored);
  });
}

void Connection::AwaitRequest(std::chrono::milliseconds limit) {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(floor_.limits.header_bytes));
  parser_->body_limit(floor_.limits.body_bytes);
  request_ = {};
  if (buffer_.size() > 0) return ReadHead();
  Enter(Phase::kIdle, limit);
  socket_.async_read_some(buffer_.prepare(kFirstRead),
                          [self = shared_from_this()](Error error, std::size_t bytes) {
                            if (error) return self->Close();
                            self->buffer_.commit(bytes);
                            self->ReadHead();
                          });
}

void Connection::ReadHead() {
  Enter(Phase::kReading, floor_.limits.header_time);
  asked_ = since_;
  http::async_read_header(
      socket_, buffer_, *parser_,
      [self = shared_from_this()](Error error, std::size_t) { self->HeadIsThere(error); });
}

void Connection::HeadIsThere(Error error) {
  if (error) return ReadingFailed(error);
  const auto& message = parser_->get();
  const auto lines = static_cast<std::size_t>(std::distance(message.begin(), message.end()));
  if (lines > floor_.limits.headers) return Refuse(TextResponse(431, "Too many headers."));
  if (message.target().size() > floor_.limits.target_bytes) {
    return Refuse(TextResponse(414, "The address is too long."));
  }
  request_ = RequestOf(message);
  if (request_.method == Method::kOther) {
    HttpResponse response = TextResponse(405, "Only GET, HEAD and POST.");
    response.headers.emplace_back("Allow", "GET, HEAD, POST");
    return Refuse(response);
  }
  if (IsAmbiguous(request_, parser_->chunked(), message.version())) {
    return Refuse(TextResponse(400, "This is not HTTP as it should be."));
  }
  if (auto refusal = floor_.handler.Refuse(request_)) return Refuse(*refusal);
  if (parser_->is_done()) return Answer();
  if (IsSame(request_.Header("expect"), "100-continue")) return InviteBody();
  ReadBody();
}

void Connection::InviteBody() {
  Enter(Phase::kReading, floor_.limits.write_time);
  wire_ = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(socket_, asio::buffer(wire_),
                    [self = shared_from_this()](Error error, std::size_t) {
                      if (error) return self->Close();
                      self->ReadBody();
                    });
}

void Connection::ReadBody() {
  Enter(Phase::kReading, floor_.limits.body_time);
  http::async_read(socket_, buffer_, *parser_,
                   [self = shared_from_this()](Error error, std::size_t) {
                     if (error) return self->ReadingFailed(error);
                     self->Answer();
                   });
}

void Connection::Answer() {
  phase_ = Phase::kBusy;
  timer_.cancel();
  const bool keep = parser_->keep_alive() && !floor_.draining;
  const Method method = request_.method;
  request_.body = std::move(parser_->get().body());
  HttpRequest asked = std::exchange(request_, {});
  request_.method = method;
  // Whoever answers may keep his copies of this as long as he likes: after the answer they hold
  // nothing, so that a connection ends on its own thread and before what it runs on.
  auto awaited = std::make_shared<std::optional<Awaited>>(
      Awaited{shared_from_this(), asio::make_work_guard(context_)});
  floor_.handler.Answer(std::move(asked), [awaited, keep](HttpResponse response) {
    Awaited answered = *std::exchange(*awaited, std::nullopt);
    asio::post(answered.work.get_executor(),
               [self = std::move(answered.self), keep, response = std::move(response)] {
                 self->Write(response, keep);
               });
  });
}

void Connection::ReadingFailed(Error error) {
  if (late_) return Refuse(TextResponse(408, "That took too long."));
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return Refuse(TextResponse(431, "The headers are too long."));
  }
  if (error == http::error::body_limit) return Refuse(TextResponse(413, "The body is too long."));
  const bool of_http =
      error.category() == http::make_error_code(http::error::bad_line_ending).category();
  const bool left = error == http::error::end_of_stream || error == http::error::partial_message;
  if (!of_http || left) return Close();
  Refuse(TextResponse(400, "This is not HTTP as it should be."));
}

// What is not read to its end cannot be followed by another request.
void Connection::Refuse(const HttpResponse& response) {
  Write(response, parser_->is_done() && parser_->keep_alive());
}

void Connection::Write(const HttpResponse& response, bool keep) {
  if (!socket_.is_open()) return;
  keep = keep && !floor_.draining && response.status != 400 && response.status != 431;
  wire_ = Wire(response, request_.method == Method::kHead, keep);
  floor_.log.Answered(
      request_.method, response,
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - asked_),
      wire_.size());
  Enter(Phase::kBusy, floor_.limits.write_time);
  asio::async_write(socket_, asio::buffer(wire_),
                    [self = shared_from_this(), keep](Error error, std::size_t) {
                      self->wire_ = {};
                      if (error) return self->Close();
                      if (!keep || self->floor_.draining) return self->Linger();
                      self->AwaitRequest(self->floor_.limits.idle_time);
                    });
}

// Closed with unread bytes, TCP would take back the answer that is still on its way.
void Connection::Linger() {
  Error ignored;
  if (lingered_ == 0) {
    socket_.shutdown(Socket::shutdown_send, ignored);
    Enter(Phase::kIdle, floor_.limits.linger_time);
    buffer_.clear();
  }
  socket_.async_read_some(buffer_.prepare(kFirstRead),
                          [self = shared_from_this()](Error error, std::size_t bytes) {
                            self->lingered_ += bytes;
                            if (error || self->lingered_ > self->floor_.limits.linger_bytes) {
                              return self->Close();
                            }
                            self->Linger();
                          });
}

}  // namespace midstance::gateway
