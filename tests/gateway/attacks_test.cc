// Callers who cost as much as they can. What each attack took is printed.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "tests/gateway/caller.h"

namespace midstance::gateway {
namespace {

using std::chrono::steady_clock;

constexpr long kMegabyte = 1024 * 1024;
// AddressSanitizer keeps what was freed, and a margin around everything.
#ifdef __SANITIZE_ADDRESS__
constexpr long kMostGrowth = 128 * kMegabyte;
#else
constexpr long kMostGrowth = 32 * kMegabyte;
#endif

long ResidentBytes() {
  long all = 0;
  long resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

class Attack : public ::testing::Test {
 protected:
  void SetUp() override {
    auto gateway = Gateway::Start(ToNobody(), log_.logger(), {.listen = "127.0.0.1:0"});
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
    EXPECT_EQ(Ask(address(), GetOf("/healthz")).status, 200);
    before_ = peak_ = ResidentBytes();
  }
  void TearDown() override {
    Look();
    EXPECT_LT(peak_ - before_, kMostGrowth);
    // Others are served as ever.
    const auto asked = steady_clock::now();
    EXPECT_EQ(Ask(address(), GetOf("/healthz")).status, 200);
    const auto took = steady_clock::now() - asked;
    EXPECT_LT(took, std::chrono::seconds(2));
    std::cout << "took " << sent_ / kMegabyte << " MB, grew by " << (peak_ - before_) / 1024
              << " KiB; the next caller waited "
              << std::chrono::duration_cast<std::chrono::microseconds>(took).count() << " us\n";
  }

  const std::string& address() const { return gateway_->address(); }
  void Look() { peak_ = std::max(peak_, ResidentBytes()); }

  // Sends until `most` bytes or until the gateway wants no more; how many it took.
  long Flood(Caller& caller, const std::string& piece, long most) {
    sent_ = 0;
    while (sent_ < most && caller.Send(piece)) {
      sent_ += static_cast<long>(piece.size());
      if (sent_ % kMegabyte < static_cast<long>(piece.size())) Look();
    }
    return sent_;
  }

  LogText log_;
  std::unique_ptr<Gateway> gateway_;
  long before_ = 0;
  long peak_ = 0;
  long sent_ = 0;
};

TEST_F(Attack, AHeaderLineWithoutEndIsCutOffSoon) {
  Caller caller(address());
  caller.Send("GET / HTTP/1.1\r\nHost: here\r\nX: ");
  EXPECT_LT(Flood(caller, std::string(65'536, 'a'), 96 * kMegabyte), 16 * kMegabyte);
}

TEST_F(Attack, ARequestLineWithoutEndIsCutOffSoon) {
  Caller caller(address());
  caller.Send("GET /");
  EXPECT_LT(Flood(caller, std::string(65'536, 'a'), 96 * kMegabyte), 16 * kMegabyte);
}

TEST_F(Attack, HundredsOfThousandsOfHeadersAreCutOffSoon) {
  Caller caller(address());
  caller.Send("GET / HTTP/1.1\r\nHost: here\r\n");
  std::string thousand;
  for (int i = 0; i < 1'000; ++i) thousand += "X-" + std::to_string(i) + ": y\r\n";
  EXPECT_LT(Flood(caller, thousand, 300 * static_cast<long>(thousand.size())), 16 * kMegabyte);
  EXPECT_EQ(caller.Read().status, 431);
}

TEST_F(Attack, AHundredAndOneShortHeadersAreTooMany) {
  std::string lines;
  for (int i = 0; i < 99; ++i) lines += "X: y\r\n";
  EXPECT_EQ(Ask(address(), GetOf("/healthz", lines)).status, 200);
  EXPECT_EQ(Ask(address(), GetOf("/healthz", lines + "X: y\r\n")).status, 431);
}

TEST_F(Attack, AChunkedBodyWithoutEndIsCutOffSoon) {
  Caller caller(address());
  caller.Send("POST " + std::string(kRecord) +
              " HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
              "Transfer-Encoding: chunked\r\n\r\n");
  EXPECT_LT(Flood(caller, "8000\r\n" + std::string(0x8000, ' ') + "\r\n", 64 * kMegabyte),
            16 * kMegabyte);
  EXPECT_EQ(caller.Read().status, 413);
}

TEST_F(Attack, AChunkExtensionOrATrailerWithoutEndIsCutOffSoon) {
  for (const char* const begin : {"1;", "0\r\nX: "}) {
    Caller caller(address());
    caller.Send("POST " + std::string(kRecord) +
                " HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
                "Transfer-Encoding: chunked\r\n\r\n" +
                begin);
    EXPECT_LT(Flood(caller, std::string(65'536, 'a'), 64 * kMegabyte), 16 * kMegabyte);
  }
}

TEST_F(Attack, ALongBodyThatIsAnnouncedIsNotEvenRead) {
  Caller caller(address());
  caller.Send("POST " + std::string(kRecord) +
              " HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
              "Content-Length: 67108864\r\n\r\n");
  EXPECT_EQ(caller.Read().status, 413);
  EXPECT_LT(Flood(caller, std::string(65'536, ' '), 64 * kMegabyte), 16 * kMegabyte);
}

// 8 stall with half a request; then more than there is room for.
TEST_F(Attack, WhoStallsHoldsUpNobody) {
  std::vector<Caller> stalled;
  for (const std::size_t count : {8U, 300U}) {
    while (stalled.size() < count) {
      stalled.emplace_back(address());
      stalled.back().Send(stalled.size() % 2 == 0
                              ? "GET / HTTP/1.1\r\nHost: he"
                              : "POST " + std::string(kRecord) +
                                    " HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
                                    "Content-Length: 60000\r\n\r\n{");
    }
    const auto asked = steady_clock::now();
    EXPECT_EQ(Ask(address(), GetOf("/")).status, 200);
    const auto took = steady_clock::now() - asked;
    EXPECT_LT(took, std::chrono::seconds(2));
    std::cout << count << " stalled, the next caller waited "
              << std::chrono::duration_cast<std::chrono::microseconds>(took).count() << " us\n";
  }
  Look();
}

// Each holds as much as a connection may.
TEST_F(Attack, AsManyFullBodiesAsThereAreConnectionsFitIntoTheBound) {
  std::vector<Caller> full;
  for (int i = 0; i < 250; ++i) {
    full.emplace_back(address());
    full.back().Send("POST " + std::string(kRecord) +
                     " HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
                     "Content-Length: 65536\r\n\r\n" +
                     std::string(65'535, ' '));
  }
  EXPECT_EQ(Ask(address(), GetOf("/")).status, 200);
  Look();
}

}  // namespace
}  // namespace midstance::gateway
