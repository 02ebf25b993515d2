#include <absl/synchronization/mutex.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/text_format.h>
#include <sqlite3.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>

#include "services/delivery/channels.h"
#include "services/rpc/clock.h"
#include "services/server/application.h"
#include "services/server/commands.h"
#include "services/server/config.h"
#include "services/server/exit_codes.h"
#include "services/server/open_store.h"
#include "services/server/server.h"
#include "services/server/version.h"
#include "storage/sql/migrate.h"

namespace midstance::server {
namespace {

using config::v1::ServerConfig;

constexpr auto kTick = std::chrono::seconds{1};
constexpr int kTicksPerBeat = 15;
constexpr auto kGrace = std::chrono::seconds{10};

absl::StatusOr<ServerConfig> ConfigOf(const ServeOptions& options) {
  ServerConfig config;
  if (!options.config_file.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(config, ReadConfig(options.config_file));
  }
  if (!options.data_directory.empty()) config.set_data_directory(options.data_directory);
  if (!options.listen.empty()) config.set_listen(options.listen);
  if (options.reflection) config.set_reflection(true);
  if (options.demo_clock_micros >= 0) config.set_demo_clock(true);
  MIDSTANCE_RETURN_IF_ERROR(CompleteConfig(config));
  return config;
}

std::string_view LevelName(config::v1::Log::Level level) {
  switch (level) {
    case config::v1::Log::LEVEL_DEBUG:
      return "debug";
    case config::v1::Log::LEVEL_WARN:
      return "warning";
    case config::v1::Log::LEVEL_ERROR:
      return "error";
    default:
      return "info";
  }
}

absl::StatusOr<std::array<std::uint8_t, 32>> SecretOf(const ServerConfig& config) {
  const auto file = std::filesystem::path(config.data_directory()) / "secret.key";
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string bytes, ReadKeyFile(file));
  std::array<std::uint8_t, 32> secret{};
  if (bytes.size() != secret.size()) {
    return absl::FailedPreconditionError(file.string() + " must have 32 bytes");
  }
  std::copy(bytes.begin(), bytes.end(), secret.begin());
  return secret;
}

// Blocked before any thread starts, so that only the loop below takes them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// What the writer did, on one line; the benchmark reads it.
void LogStats(const Application& application, const storage::StoreStats& stats) {
  std::string sizes;
  for (const auto count : stats.batch_sizes)
    sizes += (sizes.empty() ? "" : " ") + std::to_string(count);
  application.log().Event(spdlog::level::info, "store.stats",
                          {{"batches", std::to_string(stats.batches)},
                           {"units", std::to_string(stats.units)},
                           {"refused", std::to_string(stats.refused)},
                           {"largest_batch", std::to_string(stats.largest_batch)},
                           {"batch_sizes", sizes},
                           {"applying_us", std::to_string(stats.applying.count())},
                           {"committing_us", std::to_string(stats.committing.count())},
                           {"answering_us", std::to_string(stats.answering.count())},
                           {"checkpointing_us", std::to_string(stats.checkpointing.count())}});
}

// Until a signal to stop.
void Run(Application& application, Server& server, spdlog::logger& logger,
         const sigset_t& signals) {
  const timespec tick{.tv_sec = kTick.count(), .tv_nsec = 0};
  for (int ticks = 1;; ++ticks) {
    const int signal = sigtimedwait(&signals, nullptr, &tick);
    if (signal == SIGTERM || signal == SIGINT) return;
    application.Tick(ticks % kTicksPerBeat == 0);
    server.ShowHealth();
    logger.flush();
  }
}

absl::Status ServeUntilStopped(const ServerConfig& config, const ServeOptions& options,
                               const sigset_t& signals) {
  const auto logger = rpc::MakeStderrLogger(LevelName(config.log().level()));
  const rpc::CallLog log(logger);
  rpc::SystemRandom random;
  const rpc::SystemClock system_clock;
  std::optional<rpc::DemoClock> demo_clock;
  if (config.demo_clock()) {
    demo_clock.emplace(options.demo_clock_micros >= 0 ? FromMicros(options.demo_clock_micros)
                                                      : system_clock.Now());
  }
  const rpc::Clock& clock =
      demo_clock.has_value() ? static_cast<const rpc::Clock&>(*demo_clock) : system_clock;
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string mail_password, MailPassword(config));
  MIDSTANCE_ASSIGN_OR_RETURN(auto channels,
                             delivery::MakeChannels(config.delivery(), mail_password));
  MIDSTANCE_ASSIGN_OR_RETURN(auto store, OpenStore(config, random, &log));
  Ground ground{.store = std::move(store), .clock = clock, .random = random, .logger = logger};
  ground.demo_clock = demo_clock.has_value() ? &*demo_clock : nullptr;
  MIDSTANCE_ASSIGN_OR_RETURN(ground.secret, SecretOf(config));
  ground.sessions = {std::chrono::minutes{config.sessions().idle_minutes()},
                     std::chrono::hours{config.sessions().absolute_hours()}};
  ground.watch.total = config.limits().watch_streams();
  ground.read_threads = config.limits().read_threads();
  ground.read_queue = config.limits().read_queue();
  ground.time_zone = config.time_zone();
  ground.direct_access = {config.direct_access().begin(), config.direct_access().end()};
  ground.channels = std::move(channels);
  ground.deliveries = config.delivery().settings();
  ground.facts = {.version = kVersion,
                  .build = kBuild,
                  .schema_version = storage::sql::AllMigrations().back().number,
                  .store_engine = std::string("sqlite ") + sqlite3_libversion(),
                  .shipped_rule_set_digest = {},
                  .start = clock.Now()};
  MIDSTANCE_ASSIGN_OR_RETURN(const auto application, Application::Make(std::move(ground)));
  // Before the first call: a clinic has the rules of this server before it is asked by them.
  application->Tick(false);

  Listening listening{
      .address = config.listen(), .certificate = {}, .key = {}, .reflection = config.reflection()};
  MIDSTANCE_ASSIGN_OR_RETURN(listening.certificate, ReadFile(config.tls().certificate_file()));
  MIDSTANCE_ASSIGN_OR_RETURN(listening.key, ReadKeyFile(config.tls().key_file()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto server, Server::Start(*application, listening));
  const std::string host = config.listen().substr(0, config.listen().rfind(':'));
  log.Event(spdlog::level::info, "server.ready",
            {{"address", host + ":" + std::to_string(server->port())}});
  std::cout << "ready " << host << ':' << server->port() << std::endl;
  Run(*application, *server, *logger, signals);
  log.Event(spdlog::level::info, "server.stopping");
  server->Stop(kGrace);
  LogStats(*application, application->store().Stats());
  logger->flush();
  return absl::OkStatus();
}

}  // namespace

int Serve(const ServeOptions& options) {
  const auto fail = [](const absl::Status& status) {
    std::cerr << "midstanced serve: " << status.message() << '\n';
    return kExitConfiguration;
  };
  if (std::getenv("GRPC_TRACE") != nullptr) {
    return fail(absl::FailedPreconditionError("GRPC_TRACE is set: it would print patients' data"));
  }
  const auto config = ConfigOf(options);
  if (!config.ok()) return fail(config.status());
  if (options.print_config) {
    std::string text;
    google::protobuf::TextFormat::PrintToString(*config, &text);
    std::cout << text;
    return kExitOk;
  }
  // Debian builds abseil with its search for deadlocks, which every lock inside gRPC then pays for.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  // libprotobuf would print the names of fields whose text is not UTF-8.
  google::protobuf::SetLogHandler(nullptr);
  const absl::Status served = ServeUntilStopped(*config, options, BlockSignals());
  return served.ok() ? kExitOk : fail(served);
}

}  // namespace midstance::server
