#pragma once

#include <spdlog/logger.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "midstance/config/v1/delivery.pb.h"
#include "midstance/v1/case_workflow.pb.h"
#include "services/admin/facts.h"
#include "services/delivery/channels.h"
#include "services/rpc/authenticator.h"
#include "services/rpc/clock.h"
#include "services/rpc/demo_clock.h"
#include "services/rpc/door.h"
#include "services/sessions/passwords.h"
#include "services/watch/hub.h"
#include "storage/store.h"

namespace midstance::server {

// Threads of methods that compute for long (`costly` in their policy). They read the store at the
// same time as the `read_threads` do.
inline constexpr std::size_t kCostlyThreads = 2;

// What the application stands on: everything that differs between production and a test.
struct Ground {
  std::unique_ptr<storage::Store> store;
  const rpc::Clock& clock;
  rpc::DemoClock* demo_clock = nullptr;
  rpc::RandomSource& random;
  std::shared_ptr<spdlog::logger> logger;
  std::array<std::uint8_t, 32> secret{};  // seals tokens and kept secrets
  sessions::PasswordStrength password_strength = {};
  rpc::SessionLimits sessions = {};
  watch::HubLimits watch = {};
  std::size_t read_threads = 2;
  std::size_t read_queue = 1024;
  std::vector<v1::DirectAccessLimits> direct_access = {};  // of the clinics that have any
  admin::ServerFacts facts = {};                           // the rule set's digest is filled in
  std::string time_zone = "UTC";                 // of the clinic's calendar, by its IANA name
  delivery::Channels channels = {};              // by which notices and letters go out
  config::v1::DeliverySettings deliveries = {};  // what takes the place of what is built in
};

// The composition root: the only place where the parts are named and put together. Serves nothing
// by itself; a server registers door() with gRPC.
class Application {
 public:
  // FAILED_PRECONDITION, with all problems in its text, when a method lacks policy or verb or the
  // rule set or another built-in table is not right, the time zone is unknown, or a clinic
  // activated rules that this server cannot evaluate by: a server that does not know its policy
  // does not start.
  static absl::StatusOr<std::unique_ptr<Application>> Make(Ground ground);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  rpc::Door& door();
  storage::Store& store();
  const rpc::CallLog& log() const;
  // Full names of all services.
  std::vector<std::string> services() const;
  // Writes what waits in the access trail; does what is due by the ground's clock, at most once a
  // minute; makes notices of what changed, and has what is due sent, elsewhere; a sign of life on
  // every stream when `beat`.
  void Tick(bool beat);
  // Refuses new calls and ends streams. The second half, after gRPC is done: commits what waits.
  void StopAdmitting();
  void Drain();

 private:
  struct Parts;
  explicit Application(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace midstance::server
