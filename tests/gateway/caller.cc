#include "tests/gateway/caller.h"

#include <absl/strings/ascii.h>
#include <arpa/inet.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <spdlog/sinks/ostream_sink.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

namespace midstance::gateway {

std::string Reply::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

Caller::Caller(const std::string& address) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
  const auto colon = address.rfind(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
  const timeval patience{.tv_sec = 20, .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    throw std::runtime_error("nobody listens on " + address);
  }
}

Caller::Caller(Caller&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)) {}

Caller::~Caller() {
  if (socket_ >= 0) close(socket_);
}

bool Caller::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Caller::EndSending() { shutdown(socket_, SHUT_WR); }

bool Caller::More() {
  std::array<char, 16'384> part{};
  const auto got = recv(socket_, part.data(), part.size(), 0);
  if (got > 0) unread_.append(part.data(), static_cast<std::size_t>(got));
  return got > 0;
}

bool Caller::Ended() {
  if (!unread_.empty()) return false;
  errno = 0;
  return !More() && errno != EAGAIN;
}

Reply Caller::Read(bool head) {
  Reply reply;
  std::size_t end = 0;
  while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
    if (!More()) return reply;
  }
  std::istringstream lines(unread_.substr(0, end));
  unread_.erase(0, end + 4);
  std::string line;
  std::getline(lines, line);
  reply.status = std::stoi(line.substr(line.find(' ')));
  while (std::getline(lines, line)) {
    const auto colon = line.find(':');
    std::string value = line.substr(colon + 1);
    absl::StripAsciiWhitespace(&value);
    reply.headers[absl::AsciiStrToLower(line.substr(0, colon))] = value;
  }
  const std::string length = reply.Header("content-length");
  if (head || length.empty()) return reply;
  while (unread_.size() < std::stoul(length) && More()) {
  }
  reply.body = unread_.substr(0, std::stoul(length));
  unread_.erase(0, reply.body.size());
  return reply;
}

Reply Ask(const std::string& address, std::string_view bytes, bool head) {
  Caller caller(address);
  caller.Send(bytes);
  return caller.Read(head);
}

std::string GetOf(std::string_view path, std::string_view headers) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: here\r\n" + std::string(headers) + "\r\n";
}

std::string PostOf(std::string_view path, std::string_view headers, std::string_view body) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: here\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

LogText::LogText()
    : text_(std::make_shared<std::ostringstream>()),
      logger_(std::make_shared<spdlog::logger>(
          "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(*text_, true))) {}

std::string LogText::Text() const {
  logger_->flush();
  return text_->str();
}

std::shared_ptr<grpc::ChannelInterface> ToNobody() {
  return grpc::CreateChannel("unix:/nonexistent/midstance", grpc::InsecureChannelCredentials());
}

}  // namespace midstance::gateway
