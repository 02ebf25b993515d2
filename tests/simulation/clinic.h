#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/engines.h"
#include "services/delivery/deliverer.h"
#include "services/delivery/outbox.h"
#include "services/delivery/settings.h"
#include "services/jobs/jobs.h"
#include "services/measures/library.h"
#include "services/rpc/hooked_store.h"
#include "services/rpc/verb_testing.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/told.h"

namespace midstance::testing {

// What is the same for every seed and takes long to make.
struct Ground {
  Ground();
  rules::CompiledRuleSet rules;
  measures::Library measures;
  config::v1::WorklistSettings worklist;
  config::v1::DeliverySettings delivery;
  std::vector<v1::Delivery::Channel> channels = {v1::Delivery::CHANNEL_MAIL};
  Teller teller;
};

// How much happened, so that a test can tell that something did.
struct Tally {
  int steps = 0, told = 0, withdrawn = 0, raised = 0, acknowledged = 0, resolved = 0, referred = 0,
      absences = 0, restarts = 0, failed_writes = 0, clock_steps = 0, late = 0, delivered = 0,
      undelivered = 0;
  void Add(const Tally& other);
};

// A way out that takes a message or not, as chance wants.
class FlakyMail final : public delivery::Channel {
 public:
  explicit FlakyMail(Chance& chance) : chance_(chance) {}

  v1::Delivery::Channel kind() const override { return v1::Delivery::CHANNEL_MAIL; }
  delivery::Try Send(const delivery::Message& message, const std::stop_token& /*stop*/) override;

  const std::set<std::string>& taken() const { return taken_; }

 private:
  Chance& chance_;
  std::set<std::string> taken_;  // by id
};

// Ninety days of a small clinic whose staff, patients, machine and clock do what chance wants: the
// code is the server's, the clock and the order of things are the seed's. After every step holds:
// - what was raised is there, is no less urgent, and has ended by a person's word or not at all;
// - nothing is open twice;
// - what is urgent was sent word of, and what the channel took is what is said to be delivered;
// - what nobody acknowledged in time was told, and nothing is told of what is acknowledged;
// - a restarted server finds nothing to do that the one before had done.
// From time to time the whole clinic is held against its history, as `midstanced check` does.
class SimulatedClinic {
 public:
  SimulatedClinic(const Ground& ground, std::uint64_t seed);

  void Run();

  const Tally& tally() const { return tally_; }
  // Of the journal: the same for the same seed.
  std::string Digest();

 private:
  void AddPatient(int number);
  void Act();
  void MoveTheClock();
  void Tell();
  void Withdraw();
  void Acknowledge();
  void Resolve();
  void Refer();
  void ComeOrGo();
  void Restart();
  // What the server does unasked. Whether all was done that was due: no write failed.
  bool Work(bool may_fail);
  // The same, and the mail is sent.
  bool Tick(bool may_fail);
  // Runs what writes, of whose writes one may fail. Whether none did.
  bool RunJobs(bool may_fail, const std::function<absl::Status()>& run);
  void ExpectWordIsSent();
  void ExpectNothingLost();
  void ExpectLateIsTold();
  void ExpectTheLedgerHolds();

  // All of them as they are now, the newest first.
  const std::vector<v1::Escalation>& Escalations();
  // One of those that nobody resolved, if there is one.
  std::optional<v1::Escalation> AnOpenOne(std::optional<v1::Escalation::State> state = {});
  const rpc::Principal& Somebody() { return chance_.OneOf(present_); }

  const Ground& ground_;
  Chance chance_;
  rpc::VerbTester tester_;
  rpc::HookedStore store_{tester_.store()};
  std::unique_ptr<cases::Engines> engines_;
  std::unique_ptr<jobs::Jobs> jobs_;
  std::unique_ptr<delivery::Outbox> outbox_;
  FlakyMail mail_{chance_};
  std::unique_ptr<delivery::Deliverer> deliverer_;
  std::vector<rpc::Principal> staff_;
  std::vector<rpc::Principal> present_;
  std::vector<std::string> cases_;
  // What was read last, and at which change.
  std::vector<v1::Escalation> read_;
  std::int64_t read_at_ = -1;
  // What was seen of each escalation last.
  std::map<std::string, v1::Escalation> known_;
  Tally tally_;
};

}  // namespace midstance::testing
