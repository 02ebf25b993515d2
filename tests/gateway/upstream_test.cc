#include "clients/gateway/upstream.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "tests/gateway/caller.h"

namespace midstance::gateway {
namespace {

using std::chrono::milliseconds;

TEST(AnUpstream, EndsWhenNothingIsLeftOfWhatWasCalled) {
  auto upstream = std::make_unique<Upstream>(ToNobody());
  std::promise<void> answered;
  std::promise<void> ended;
  std::promise<bool> let_go;
  const auto end = ended.get_future().share();
  // What a caller keeps until the answer, and which is slow to go.
  std::shared_ptr<void> kept(nullptr, [&let_go, end](void*) {
    let_go.set_value(end.wait_for(milliseconds(200)) == std::future_status::ready);
  });
  upstream->Call("/a.Service/Method", "", "", milliseconds(5'000),
                 [&answered, kept = std::move(kept)](const absl::StatusOr<std::string>& answer) {
                   EXPECT_FALSE(answer.ok());
                   answered.set_value();
                 });
  answered.get_future().wait();
  std::thread ending([&] {
    upstream.reset();
    ended.set_value();
  });
  EXPECT_FALSE(let_go.get_future().get()) << "the upstream ended first";
  ending.join();
}

}  // namespace
}  // namespace midstance::gateway
