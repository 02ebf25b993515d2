#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/e2e/kill/ledger.h"

namespace midstance::e2e {

// One client: records check-ins with and without red flags for its own cases, amends and retracts
// some of them, one call at a time, until a call fails. For one thread.
class Worker {
 public:
  // `stream` and `seed` determine what it does.
  Worker(Session session, std::vector<std::string> cases, std::uint64_t stream, std::uint64_t seed)
      : session_(std::move(session)), cases_(std::move(cases)), stream_(stream), random_(seed) {}

  // `acknowledged` is told after each answer. The last write is the one that failed.
  void Run(const std::function<void()>& acknowledged);

  std::vector<Write>& writes() { return writes_; }
  const std::vector<std::string>& cases() const { return cases_; }

 private:
  Write Next();
  Write Record();
  Write Amend(const v1::CheckIn& old);
  Write Retract(const v1::CheckIn& old);
  // The answers of a check-in, hot at `site` or quiet.
  v1::CheckIn Answers(bool hot, const v1::Site& site);
  v1::Site AnySite();
  std::uint64_t Below(std::uint64_t end) { return random_() % end; }
  std::string NextRequestId();

  const Session session_;
  const std::vector<std::string> cases_;
  const std::uint64_t stream_;
  std::mt19937_64 random_;
  std::uint64_t calls_ = 0;
  std::vector<Write> writes_;
  std::vector<v1::CheckIn> active_;  // may be amended or retracted
};

}  // namespace midstance::e2e
