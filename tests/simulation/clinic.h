#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/engines.h"
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
  Teller teller;
};

// How much happened, so that a test can tell that something did.
struct Tally {
  int steps = 0, told = 0, withdrawn = 0, raised = 0, acknowledged = 0, resolved = 0, referred = 0,
      absences = 0, restarts = 0, failed_writes = 0, clock_steps = 0, late = 0;
  void Add(const Tally& other);
};

// Ninety days of a small clinic whose staff, patients, machine and clock do what chance wants: the
// code is the server's, the clock and the order of things are the seed's. After every step holds:
// - what was raised is there, is no less urgent, and has ended by a person's word or not at all;
// - nothing is open twice;
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
  // Whether the jobs did all that was due: no write of theirs failed.
  bool Tick(bool may_fail);
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
