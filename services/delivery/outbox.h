#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "midstance/config/v1/delivery.pb.h"
#include "midstance/config/v1/worklist_settings.pb.h"
#include "midstance/v1/delivery.pb.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::delivery {

// The cursor of a clinic.
inline constexpr char kCursor[] = "deliveryCursors/1";

// What notices are made by; all of it outlives who is given it.
struct OutboxParts {
  const config::v1::DeliverySettings& settings;
  const config::v1::WorklistSettings& worklist;
  // The channels that are configured.
  const std::vector<v1::Delivery::Channel>& channels;
};

// Makes notices of what changed. What a call changes stands in the journal by the same commit: the
// journal is the outbox, nothing is lost between a flag and its notice, and the call that raises it
// pays nothing. One thread.
//
// Where a clinic's notices begin: with the first tick, which sets its cursor to the journal's end
// and which a server does before it takes calls. Of what happened before nobody is told: what of it
// is still open stands in the worklist, and is told when it is late. Of what is written later
// everything is told, also where the clock was ahead then and was put right since.
class Outbox {
 public:
  Outbox(storage::Store& store, OutboxParts parts) : store_(store), parts_(parts) {}

  // Reads on, a bounded number of changes for each clinic. Deliveries and the cursor behind them
  // are one unit; whatever is read again makes nothing again. Errors of one clinic do not hold up
  // the others; the first one is returned.
  absl::Status Tick(Instant now);

 private:
  absl::Status ReadOn(const std::string& clinic, Instant now);

  storage::Store& store_;
  const OutboxParts parts_;
  // How far each clinic's journal was read. The stored cursor may be behind it: a journal that only
  // tells of other things is no reason to write.
  std::map<std::string, std::int64_t> read_;
};

}  // namespace midstance::delivery
