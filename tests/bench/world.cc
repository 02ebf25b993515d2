#include "tests/bench/world.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "support/status.h"
#include "tests/bench/big_file.h"
#include "tests/bench/process_stats.h"

namespace midstance::bench {
namespace {

constexpr int kStarts = 5;
constexpr std::uint64_t kPresent =
    kPatients * kShortHistory + kLongPatients * (kLongHistory - kShortHistory);

Instant WallClock() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

absl::StatusOr<Site> StartSite(const Options& options, const std::string& data,
                               const Clinic& clinic, const std::string& ca) {
  MIDSTANCE_ASSIGN_OR_RETURN(e2e::ServerProcess server,
                             e2e::ServerProcess::Start(options.midstanced, data));
  LoadClient client({e2e::Connect(server.address(), ca)});
  return Site{std::move(server), clinic, std::move(client)};
}

absl::Status FillSmall(const Options& options, const std::string& data, World& world,
                       Clinic& clinic) {
  MIDSTANCE_RETURN_IF_ERROR(e2e::InitServer(options.midstanced, data));
  MIDSTANCE_ASSIGN_OR_RETURN(world.ca, e2e::ReadFile(data + "/tls/ca.pem"));
  MIDSTANCE_ASSIGN_OR_RETURN(e2e::ServerProcess server,
                             e2e::ServerProcess::Start(options.midstanced, data));
  MIDSTANCE_ASSIGN_OR_RETURN(clinic,
                             FillClinic(e2e::Connect(server.address(), world.ca), WallClock()));
  return server.Stop();
}

absl::Status TimeStarts(const Options& options, const std::string& data, World& world) {
  std::vector<double> millis;
  std::vector<double> mib;
  for (int start = 0; start < kStarts; ++start) {
    MIDSTANCE_ASSIGN_OR_RETURN(e2e::ServerProcess server,
                               e2e::ServerProcess::Start(options.midstanced, data));
    millis.push_back(static_cast<double>(server.time_to_ready().count()) / 1000);
    mib.push_back(ResidentMiB(server.pid()));
    MIDSTANCE_RETURN_IF_ERROR(server.Stop());
  }
  world.ready_millis = MedianOf(millis);
  world.idle_mib = MedianOf(mib);
  return absl::OkStatus();
}

absl::Status StartEcho(const Options& options, World& world) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      world.echo_process,
      e2e::ChildProcess::Start({options.self, "--echo-server", world.certificate, world.key},
                               options.work + "/echo.log"));
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string line,
                             world.echo_process->ReadLine(std::chrono::seconds{10}));
  const std::string address = line.substr(line.find(' ') + 1);
  world.echo.emplace(std::vector{e2e::Connect(address, world.ca)});
  return absl::OkStatus();
}

absl::Status StartThePeer(const Options& options, World& world) {
  MIDSTANCE_ASSIGN_OR_RETURN(world.peer_process,
                             StartPeer(options.peer, options.work, world.certificate, world.key));
  world.peer.emplace(std::vector{e2e::Connect(world.peer_process->address, world.ca)});
  return AllWell("the peer's history",
                 world.peer->Each(PeerHistoryCall(), kInFlight, kLongPatients * kLongHistory));
}

}  // namespace

absl::StatusOr<World> BuildWorld(const Options& options, std::ostream& talk) {
  World world;
  const std::string small = options.work + "/small";
  const std::string big = options.work + "/big";
  Clinic clinic;
  talk << "filling a clinic through the API: " << kPatients << " patients, " << kPresent
       << " check-ins\n";
  MIDSTANCE_RETURN_IF_ERROR(FillSmall(options, small, world, clinic));
  world.certificate = small + "/tls/server.pem";
  world.key = small + "/tls/server.key";
  MIDSTANCE_RETURN_IF_ERROR(TimeStarts(options, small, world));
  if (options.big_file > 0) {
    talk << "growing a copy to " << options.big_file << " check-ins\n";
    std::filesystem::copy(small, big, std::filesystem::copy_options::recursive);
    MIDSTANCE_RETURN_IF_ERROR(
        GrowDatabase(big + "/midstance.db", clinic, kPresent, options.big_file));
    MIDSTANCE_ASSIGN_OR_RETURN(world.big, StartSite(options, big, clinic, world.ca));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(world.small, StartSite(options, small, clinic, world.ca));
  MIDSTANCE_RETURN_IF_ERROR(StartEcho(options, world));
  if (!options.peer.empty()) {
    talk << "filling the peer\n";
    MIDSTANCE_RETURN_IF_ERROR(StartThePeer(options, world));
  }
  return world;
}

}  // namespace midstance::bench
