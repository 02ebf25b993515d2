#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "clients/gateway/gzip.h"
#include "tests/gateway/caller.h"

namespace midstance::gateway {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A gateway without a server behind it: what HTTP alone decides.
class Http : public ::testing::Test {
 protected:
  static std::unique_ptr<Gateway> Serve(const LogText& log, Limits limits = {}) {
    auto gateway =
        Gateway::Start(ToNobody(), log.logger(), {.listen = "127.0.0.1:0", .limits = limits});
    EXPECT_TRUE(gateway.ok()) << gateway.status();
    return *std::move(gateway);
  }
  int StatusOf(std::string_view bytes) { return Ask(gateway_->address(), bytes).status; }

  LogText log_;
  std::unique_ptr<Gateway> gateway_ = Serve(log_);
};

TEST_F(Http, EveryKindOfAnswerHasTheSecurityHeaders) {
  const std::string etag = Ask(gateway_->address(), GetOf("/")).Header("etag");
  const std::vector<std::pair<std::string, int>> asked = {
      {GetOf("/"), 200},
      {GetOf("/", "If-None-Match: " + etag + "\r\n"), 304},
      {GetOf("/site.css"), 200},
      {GetOf("/healthz"), 200},
      {GetOf("/readyz"), 503},
      {GetOf("/nothing"), 404},
      {PostOf("/", kJson, "{}"), 405},
      {PostOf(kRecord, "Content-Type: text/plain\r\n", "{}"), 415},
      {PostOf(kRecord, kJson, "{}"), 401},
      {PostOf("/midstance.v1.PatientService/GetPatient", kJson, "{}"), 404},
      {PostOf(kRecord, kJson, std::string(70'000, ' ')), 413},
      {"BREW /coffee HTTP/1.1\r\nHost: here\r\n\r\n", 405},
      {"nonsense\r\n\r\n", 400},
      {GetOf("/" + std::string(2'000, 'a')), 414},
      {GetOf("/", "X: " + std::string(9'000, 'a') + "\r\n"), 431}};
  for (const auto& [bytes, status] : asked) {
    const Reply reply = Ask(gateway_->address(), bytes);
    EXPECT_EQ(reply.status, status) << bytes.substr(0, 60);
    EXPECT_EQ(reply.Header("content-security-policy"),
              "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
              "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    EXPECT_EQ(reply.Header("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.Header("referrer-policy"), "no-referrer");
    EXPECT_EQ(reply.Header("cross-origin-opener-policy"), "same-origin");
    EXPECT_EQ(reply.Header("cross-origin-resource-policy"), "same-origin");
    EXPECT_NE(reply.Header("permissions-policy"), "");
    const bool page =
        status == 304 || (status == 200 && bytes.find("/healthz") == std::string::npos);
    EXPECT_EQ(reply.Header("cache-control"), page ? "no-cache" : "no-store") << bytes.substr(0, 60);
  }
}

TEST_F(Http, APageIsSentOnceAndThenOnlyConfirmed) {
  const Reply page = Ask(gateway_->address(), GetOf("/"));
  EXPECT_EQ(page.Header("content-type"), "text/html; charset=utf-8");
  EXPECT_THAT(page.body, HasSubstr("<!doctype html>"));
  EXPECT_EQ(Ask(gateway_->address(), GetOf("/site.css")).Header("content-type"),
            "text/css; charset=utf-8");
  const Reply again = Ask(gateway_->address(),
                          GetOf("/", "If-None-Match: W/\"x\", W/" + page.Header("etag") + "\r\n"));
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.Header("etag"), page.Header("etag"));
  EXPECT_EQ(again.Header("content-length"), "");
  const Reply packed = Ask(gateway_->address(), GetOf("/", "Accept-Encoding: br, GZIP;q=0.5\r\n"));
  EXPECT_EQ(packed.Header("content-encoding"), "gzip");
  EXPECT_EQ(packed.Header("vary"), "Accept-Encoding");
  EXPECT_NE(packed.Header("etag"), page.Header("etag"));
  EXPECT_EQ(Gunzipped(packed.body, 1 << 20), page.body);
  for (const char* const refusing : {"gzip;q=0", "br", "gzipped", "", "*"}) {
    const std::string header = std::string("Accept-Encoding: ") + refusing + "\r\n";
    EXPECT_EQ(Ask(gateway_->address(), GetOf("/", header)).body, page.body) << refusing;
  }
  const Reply head = Ask(gateway_->address(), "HEAD / HTTP/1.1\r\nHost: here\r\n\r\n", true);
  EXPECT_EQ(head.Header("content-length"), std::to_string(page.body.size()));
}

TEST_F(Http, RangesAreNotThereNorIsCompressionOfWhatIsMadeForSomebody) {
  const Reply page =
      Ask(gateway_->address(),
          GetOf("/check-in", "Range: bytes=0-1,1-2\r\nAccept-Encoding: gzip, br\r\n"));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.Header("content-encoding"), "");
  EXPECT_EQ(page.Header("accept-ranges"), "");
  EXPECT_EQ(StatusOf(PostOf(kRecord, std::string(kJson) + "Content-Encoding: gzip\r\n", "x")), 415);
}

TEST_F(Http, WhatTwoReadersCouldReadInTwoWaysIsRefused) {
  const std::string post = "POST " + std::string(kRecord) + " HTTP/1.1\r\n" + kJson;
  for (const std::string& bytes : {
           post + "Host: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           post + "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
           post + "Host: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
           post + "Host: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
           post + "Host: a\r\nContent-Length: 2, 2\r\n\r\n{}",
           post + "Host: a\r\nContent-Length: +2\r\n\r\n{}",
           post + "Host: a\r\nTransfer-Encoding: gzip\r\n\r\n{}",
           post + "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
           post + "Host: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
           post + "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
                  "chunked\r\n\r\n0\r\n\r\n",
           post + "Host: a\r\nHost: b\r\nContent-Length: 2\r\n\r\n{}",
           post + "Content-Length: 2\r\n\r\n{}",
           post + "Host : a\r\nContent-Length: 2\r\n\r\n{}",
           post + "Host: a\r\nContent-Length: -1\r\n\r\n{}",
           post + "Host: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n",
           post + "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n",
           std::string("GET http://here/ HTTP/1.1\r\nHost: here\r\n\r\n"),
           std::string("GET / HTTP/3.0\r\nHost: here\r\n\r\n"),
           std::string("GET /\x01 HTTP/1.1\r\nHost: here\r\n\r\n"),
       }) {
    Caller caller(gateway_->address());
    caller.Send(bytes);
    const Reply reply = caller.Read();
    EXPECT_TRUE(reply.status == 400 || reply.status == 413) << reply.status << '\n' << bytes;
    EXPECT_EQ(reply.Header("connection"), "close");
    caller.EndSending();
    EXPECT_TRUE(caller.Ended()) << bytes;
  }
}

TEST_F(Http, AConnectionServesOneRequestAfterTheOther) {
  Caller caller(gateway_->address());
  caller.Send(GetOf("/healthz") + GetOf("/nothing") + PostOf(kRecord, kJson, "{}") +
              GetOf("/site.css"));
  EXPECT_EQ(caller.Read().status, 200);
  EXPECT_EQ(caller.Read().status, 404);
  EXPECT_EQ(caller.Read().status, 401);
  EXPECT_EQ(caller.Read().status, 200);
  caller.Send(GetOf("/healthz", "Connection: close\r\n"));
  EXPECT_EQ(caller.Read().status, 200);
  caller.EndSending();
  EXPECT_TRUE(caller.Ended());
}

TEST_F(Http, WhoWaitsToBeInvitedToSendItsBodyIsInvited) {
  Caller caller(gateway_->address());
  caller.Send("POST " + std::string(kRecord) + " HTTP/1.1\r\nHost: here\r\n" + kJson +
              "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(caller.Read(true).status, 100);
  caller.Send("{}");
  EXPECT_EQ(caller.Read().status, 401);
}

TEST_F(Http, TheLogTellsRoutesAndNeverWhatStoodInThem) {
  const std::string token = "Authorization: Bearer sesame-token\r\n";
  Ask(gateway_->address(), GetOf("/sesame-path?sesame-query", token));
  Ask(gateway_->address(), GetOf("/healthz?sesame-query"));
  Ask(gateway_->address(), PostOf(kRecord, kJson + token, R"({"parent": "sesame-body"})"));
  Ask(gateway_->address(), "SESAME / HTTP/1.1\r\nHost: sesame\r\n\r\n");
  const std::string text = log_.Text();
  EXPECT_THAT(text, Not(HasSubstr("sesame")));
  EXPECT_THAT(text, Not(HasSubstr("SESAME")));
  EXPECT_THAT(text, AllOf(HasSubstr(R"("method":"GET","route":"/healthz","status":200)"),
                          HasSubstr(R"("method":"GET","route":"none","status":404)"),
                          HasSubstr(R"("method":"OTHER","route":"none","status":405)")));
  EXPECT_THAT(text, HasSubstr(std::string(R"("route":")") + kRecord + R"(","status":503)"));
}

TEST_F(Http, AServerThatIsNotThereIsToldInOurWords) {
  const Reply reply =
      Ask(gateway_->address(),
          PostOf(kRecord, std::string(kJson) + "Authorization: Bearer t\r\n", "{}"));
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.Header("content-type"), "application/json");
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"unavailable")"));
  EXPECT_THAT(reply.body, Not(HasSubstr("unix")));
}

TEST(HttpTimes, WhoIsSlowIsToldSoAndWhoIsIdleIsLeft) {
  LogText log;
  Limits limits;
  limits.header_time = limits.body_time = milliseconds(300);
  limits.idle_time = milliseconds(50);
  auto gateway =
      Gateway::Start(ToNobody(), log.logger(), {.listen = "127.0.0.1:0", .limits = limits});
  ASSERT_TRUE(gateway.ok());
  EXPECT_EQ(Ask((*gateway)->address(), "GET / HTTP/1.1\r\nHost:").status, 408);
  EXPECT_EQ(Ask((*gateway)->address(), "POST " + std::string(kRecord) + " HTTP/1.1\r\nHost: a\r\n" +
                                           kJson + "Content-Length: 9\r\n\r\n{}")
                .status,
            408);
  Caller silent((*gateway)->address());
  EXPECT_TRUE(silent.Ended());
  Caller idle((*gateway)->address());
  idle.Send(GetOf("/"));
  EXPECT_EQ(idle.Read().status, 200);
  EXPECT_TRUE(idle.Ended());
}

// Answers when it is told to.
class Holding final : public HttpHandler {
 public:
  std::optional<HttpResponse> Refuse(const HttpRequest&) const override { return std::nullopt; }
  void Answer(HttpRequest, Respond respond) override {
    const std::lock_guard lock(mutex_);
    held_.push_back(std::move(respond));
    more_.notify_all();
  }
  void AwaitHeld(std::size_t count) {
    std::unique_lock lock(mutex_);
    more_.wait(lock, [&] { return held_.size() >= count; });
  }
  // What answered is given back, for who wants to keep it.
  std::vector<Respond> Release() {
    const std::lock_guard lock(mutex_);
    for (const auto& respond : held_) respond(TextResponse(200, "at last"));
    return std::exchange(held_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::vector<Respond> held_;
};

// A server whose answers are made elsewhere.
class HttpRoom : public ::testing::Test {
 protected:
  std::unique_ptr<HttpServer> Serve(const Limits& limits = {}) {
    auto server = HttpServer::Start("127.0.0.1:0", limits, handler_, log_);
    EXPECT_TRUE(server.ok()) << server.status();
    return *std::move(server);
  }

  LogText text_;
  const AccessLog log_{text_.logger()};
  Holding handler_;
};

TEST_F(HttpRoom, WhenEveryCallerWaitsForUsAnotherIsToldSoAtOnce) {
  Limits limits;
  limits.connections = 2;
  const auto server = Serve(limits);
  Caller one(server->address());
  Caller two(server->address());
  one.Send(GetOf("/"));
  two.Send(GetOf("/"));
  handler_.AwaitHeld(2);
  EXPECT_EQ(Caller(server->address()).Read().status, 503);
  handler_.Release();
  EXPECT_EQ(one.Read().status, 200);
  EXPECT_EQ(two.Read().status, 200);
}

TEST_F(HttpRoom, WhoWasAskedBeforeTheEndIsAnswered) {
  auto server = Serve();
  Caller idle(server->address());
  Caller asked(server->address());
  asked.Send(GetOf("/"));
  handler_.AwaitHeld(1);
  std::thread stopping([&] { server->Stop(); });
  EXPECT_TRUE(idle.Ended());
  handler_.Release();
  const Reply reply = asked.Read();
  EXPECT_EQ(reply.status, 200);
  asked.EndSending();
  stopping.join();
}

TEST_F(HttpRoom, WhoAnsweredMayKeepWhatHeAnsweredWithLongerThanTheServer) {
  auto server = Serve();
  Caller asked(server->address());
  asked.Send(GetOf("/"));
  handler_.AwaitHeld(1);
  const std::vector<Respond> kept = handler_.Release();
  EXPECT_EQ(asked.Read().status, 200);
  asked.EndSending();
  server.reset();
  EXPECT_EQ(kept.size(), 1U);
}

}  // namespace
}  // namespace midstance::gateway
