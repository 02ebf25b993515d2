#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "services/ledger/check.h"
#include "tests/simulation/clinic.h"

// What holds after every step.
namespace midstance::testing {
namespace {

using std::chrono::hours;
using v1::Escalation;
using Event = v1::Escalation::Event;

// How long an escalation may wait to be acknowledged: house values, told here again.
hours Patience(rules::v1::Urgency urgency) {
  switch (urgency) {
    case rules::v1::EMERGENCY:
      return hours{1};
    case rules::v1::URGENT:
      return hours{12};
    case rules::v1::SOON:
      return hours{48};
    default:
      return hours{168};
  }
}

// Whether it became as urgent as it is with this event.
bool Rises(const Escalation& escalation, const Event& event) {
  return event.kind() == Event::KIND_UPGRADED &&
         std::none_of(escalation.firings().begin(), escalation.firings().end(),
                      [&](const auto& firing) {
                        return firing.result().urgency() >= escalation.urgency() &&
                               InstantOf(firing.raised_time()) < InstantOf(event.time());
                      });
}

// Since when it waits for a person, at the latest: it was raised, rose, lost its evidence after
// somebody had taken it on, or came again after that was lost.
Instant WaitsSince(const Escalation& escalation) {
  Instant since = InstantOf(escalation.raised_time());
  bool taken_on = false, lost = false;
  for (const Event& event : escalation.history()) {
    const bool comes_again =
        event.kind() == Event::KIND_REOPENED || (lost && event.kind() == Event::KIND_UPGRADED);
    lost = event.kind() == Event::KIND_EVIDENCE_CHANGED ||
           (lost && !comes_again && event.kind() != Event::KIND_ACKNOWLEDGED);
    const bool begins = comes_again || Rises(escalation, event) ||
                        event.kind() == Event::KIND_ACKNOWLEDGED ||
                        (taken_on && event.kind() == Event::KIND_EVIDENCE_CHANGED);
    if (!begins) continue;
    since = std::max(since, InstantOf(event.time()));
    taken_on = event.kind() == Event::KIND_ACKNOWLEDGED;
  }
  return since;
}

bool WasTold(const Escalation& escalation, Instant since) {
  return std::any_of(
      escalation.history().begin(), escalation.history().end(), [&](const Event& event) {
        return event.kind() == Event::KIND_LATE && event.waiting() == escalation.name() &&
               InstantOf(event.time()) >= since;
      });
}

// Its history in lines.
std::string Told(const Escalation& escalation) {
  std::string lines;
  for (const Event& event : escalation.history()) {
    lines += "\n  " + std::to_string(event.time().seconds()) + ' ' +
             Event::Kind_Name(event.kind()) + ' ' + event.actor() + ' ' + event.told() + ' ' +
             event.text();
  }
  return lines;
}

}  // namespace

void SimulatedClinic::ExpectNothingLost() {
  const auto& all = Escalations();
  std::set<std::string> names, open;
  for (const auto& now : all) {
    names.insert(now.name());
    const bool resolved = now.state() == Escalation::STATE_RESOLVED;
    if (!resolved) {
      const std::string patient = now.name().substr(0, now.name().find("/cases/"));
      EXPECT_TRUE(open.insert(patient + now.family() + now.site().SerializeAsString()).second)
          << "open twice: " << now.name();
    }
    const auto [known, is_new] = known_.try_emplace(now.name(), now);
    const Escalation& before = known->second;
    if (is_new) {
      ++tally_.raised;
      EXPECT_GE(now.history_size(), 1);
    }
    EXPECT_GE(now.urgency(), before.urgency()) << "less urgent: " << now.name();
    EXPECT_GE(now.firings_size(), before.firings_size());
    ASSERT_GE(now.history_size(), before.history_size()) << "history lost: " << now.name();
    for (int at = before.history_size(); at < now.history_size(); ++at) {
      const Event& event = now.history(at);
      EXPECT_FALSE(event.actor().empty());
      tally_.late += event.kind() == Event::KIND_LATE ? 1 : 0;
      // Nothing is told of what somebody has taken on.
      if (event.kind() == Event::KIND_LATE && event.waiting() == now.name() &&
          before.state() == Escalation::STATE_ACKNOWLEDGED &&
          now.state() == Escalation::STATE_ACKNOWLEDGED) {
        EXPECT_EQ(event.text().find("acknowledge"), std::string::npos) << event.text();
      }
    }
    if (before.state() == Escalation::STATE_RESOLVED) {
      EXPECT_TRUE(resolved) << "came back: " << now.name();
    }
    if (resolved) {
      EXPECT_TRUE(now.resolution().resolved_by().starts_with("users/")) << now.name();
      EXPECT_FALSE(now.resolution().reason().empty()) << now.name();
    }
    // What has not changed need not be copied.
    if (before.etag() != now.etag()) known->second = now;
  }
  for (const auto& [name, escalation] : known_) {
    EXPECT_TRUE(names.contains(name)) << "lost: " << name;
  }
}

void SimulatedClinic::ExpectLateIsTold() {
  for (const auto& escalation : Escalations()) {
    if (escalation.state() != Escalation::STATE_OPEN) continue;
    const Instant since = WaitsSince(escalation);
    if (since + Patience(escalation.urgency()) > tester_.now) continue;
    EXPECT_TRUE(WasTold(escalation, since)) << escalation.name() << Told(escalation);
  }
}

void SimulatedClinic::ExpectWordIsSent() {
  std::set<std::string> about, delivered;
  tally_.undelivered = 0;
  const auto read = tester_.store().Read(
      std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) {
        return reader.ForEach<v1::Delivery>({}, [&](const v1::Delivery& one) {
          about.insert(one.about());
          const bool is_delivered = one.state() == v1::Delivery::STATE_DELIVERED;
          if (is_delivered) delivered.insert(one.name().substr(one.name().find('/') + 1));
          tally_.undelivered += one.state() == v1::Delivery::STATE_DEAD ? 1 : 0;
        });
      });
  ASSERT_TRUE(read.ok()) << read;
  tally_.delivered = static_cast<int>(delivered.size());
  for (const auto& id : delivered) EXPECT_TRUE(mail_.taken().contains(id)) << id;
  for (const auto& escalation : Escalations()) {
    if (escalation.urgency() < rules::v1::URGENT) continue;
    if (escalation.state() != Escalation::STATE_OPEN) continue;
    EXPECT_TRUE(about.contains(escalation.name())) << "no word of " << escalation.name();
  }
}

void SimulatedClinic::ExpectTheLedgerHolds() {
  if (!Tick(false)) return;
  ExpectNothingLost();
  const auto found =
      ledger::Check(tester_.store(), *engines_, std::string(rpc::VerbTester::kClinic), tester_.now);
  ASSERT_TRUE(found.ok()) << found.status();
  for (const auto& violation : found->violations) {
    ADD_FAILURE() << violation.resource << ' ' << violation.what;
  }
}

}  // namespace midstance::testing
