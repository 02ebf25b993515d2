#include "clients/gateway/http_server.h"

#include <absl/strings/numbers.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <thread>
#include <utility>

#include "clients/gateway/connection.h"

namespace midstance::gateway {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr std::chrono::milliseconds kAcceptPause{100};

absl::StatusOr<Tcp::endpoint> EndpointOf(const std::string& listen) {
  const auto colon = listen.rfind(':');
  std::string host = listen.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  int port = -1;
  error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error || colon == std::string::npos || !absl::SimpleAtoi(listen.substr(colon + 1), &port) ||
      port < 0 || port > 65'535) {
    return absl::InvalidArgumentError("not an address and a port, like 127.0.0.1:8080: " + listen);
  }
  return Tcp::endpoint(address, static_cast<std::uint16_t>(port));
}

std::string AddressText(const Tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? '[' + host + ']' : host) + ':' +
         std::to_string(endpoint.port());
}

}  // namespace

struct HttpServer::Inside {
  Inside(const Limits& limits, HttpHandler& handler, const AccessLog& log)
      : floor{limits, handler, log} {}

  absl::Status Listen(const Tcp::endpoint& endpoint) {
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return absl::UnavailableError("cannot listen on " + AddressText(endpoint) + ": " +
                                    error.message());
    }
    address = AddressText(acceptor.local_endpoint());
    return absl::OkStatus();
  }

  void Accept() {
    acceptor.async_accept([this](error_code error, Tcp::socket socket) {
      if (!acceptor.is_open()) return;
      if (error) {  // no file descriptor left, most likely: some will be back soon
        pause.expires_after(kAcceptPause);
        return pause.async_wait([this](error_code ended) {
          if (!ended && acceptor.is_open()) Accept();
        });
      }
      Take(std::move(socket));
      Accept();
    });
  }

  void Take(Tcp::socket socket) {
    error_code ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
    if (floor.MakeRoom()) {
      std::make_shared<Connection>(floor, context, Connection::Socket(std::move(socket)))->Start();
      return;
    }
    const HttpResponse busy = TextResponse(503, "Too busy. Please try again in a minute.");
    const std::string wire = Wire(busy, false, false);
    floor.log.Answered(Method::kOther, busy, {}, wire.size());
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(wire), ignored);
  }

  asio::io_context context{1};
  Floor floor;
  Tcp::acceptor acceptor{context};
  asio::steady_timer pause{context};
  std::string address = {};
  std::thread thread = {};
};

HttpServer::HttpServer(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const std::string& listen,
                                                              const Limits& limits,
                                                              HttpHandler& handler,
                                                              const AccessLog& log) {
  const auto endpoint = EndpointOf(listen);
  if (!endpoint.ok()) return endpoint.status();
  auto inside = std::make_unique<Inside>(limits, handler, log);
  if (const absl::Status status = inside->Listen(*endpoint); !status.ok()) return status;
  inside->Accept();
  inside->thread = std::thread([at = inside.get()] { at->context.run(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(inside)));
}

HttpServer::~HttpServer() { Stop(); }

const std::string& HttpServer::address() const { return inside_->address; }

void HttpServer::Stop() {
  if (!inside_->thread.joinable()) return;
  asio::post(inside_->context, [this] {
    error_code ignored;
    inside_->acceptor.close(ignored);
    inside_->pause.cancel();
    inside_->floor.Drain();
  });
  inside_->thread.join();
}

std::string AnswerTo(std::string_view bytes, const Limits& limits, HttpHandler& handler,
                     const AccessLog& log) {
  using Local = asio::local::stream_protocol;
  asio::io_context context(1);
  Floor floor{limits, handler, log};
  Local::socket ours(context);
  Local::socket theirs(context);
  asio::local::connect_pair(ours, theirs);
  std::string answer;
  // What was sent beyond the end of the connection is refused, which is no error here.
  asio::async_write(theirs, asio::buffer(bytes), [&](error_code, std::size_t) {
    error_code ignored;
    theirs.shutdown(Local::socket::shutdown_send, ignored);
  });
  asio::async_read(theirs, asio::dynamic_buffer(answer), [](error_code, std::size_t) {});
  std::make_shared<Connection>(floor, context, Connection::Socket(std::move(ours)))->Start();
  context.run();
  return answer;
}

}  // namespace midstance::gateway
