// Writes units as RecordCheckIn makes them and says how long they took and where the writer's time
// went:
//   midstance_storage_benchmark <folder> [seconds] [patients] [check-ins loaded before]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "storage/open.h"
#include "storage/tables/cases.h"
#include "storage/tables/check_ins.h"
#include "storage/tables/patients.h"

namespace midstance::storage {
namespace {

using SteadyClock = std::chrono::steady_clock;
using midstance::v1::CheckIn;

constexpr std::ptrdiff_t kInFlight = 64;
const std::string kClinic = "clinic";

Instant Now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

std::string Padded(std::uint64_t number, int width) {
  std::string digits = std::to_string(number);
  return std::string(static_cast<std::size_t>(width) -
                         std::min(digits.size(), static_cast<std::size_t>(width)),
                     '0') +
         digits;
}

std::string CaseOf(std::uint64_t patient) {
  return "patients/p" + Padded(patient, 7) + "/cases/c1";
}

CheckIn ACheckIn(std::uint64_t patient, std::uint64_t number) {
  CheckIn check_in;
  check_in.set_name(CaseOf(patient) + "/checkIns/01hf" + Padded(number, 20));
  check_in.set_state(midstance::v1::RECORD_STATE_ACTIVE);
  check_in.set_entered_by(CaseOf(patient) + "/checkInLinks/01hf0000000000000000");
  *check_in.mutable_occurred_time() = TimestampOf(Now());
  auto& report = *check_in.add_reports();
  report.mutable_site()->set_area(midstance::v1::AREA_KNEE);
  report.mutable_site()->set_side(midstance::v1::SIDE_LEFT);
  for (const char* code :
       {"pain", "swelling", "warmth", "redness", "move_difficulty", "night_pain"}) {
    auto& observation = *report.add_observations();
    observation.set_code(code);
    observation.set_number(1);
  }
  return check_in;
}

class Bench {
 public:
  Bench(Store& store, std::uint64_t patients) : store_(store), patients_(patients) {}

  void Load(std::uint64_t check_ins) {
    for (std::uint64_t first = 0; first < patients_; first += 100) {
      Must(store_.Write(kClinic, [&](const Reader& reader) -> absl::StatusOr<WriteUnit> {
        Writer writer(reader);
        for (std::uint64_t i = first; i < std::min(first + 100, patients_); ++i) {
          midstance::v1::Patient patient;
          patient.set_name("patients/p" + Padded(i, 7));
          patient.set_family_name("Runner " + std::to_string(i));
          MIDSTANCE_RETURN_IF_ERROR(writer.Insert(patient, Now()));
        }
        return writer.Take();
      }));
    }
    for (std::uint64_t done = 0; done < check_ins; done += 500) {
      Must(store_.Write(kClinic, [&](const Reader& reader) -> absl::StatusOr<WriteUnit> {
        Writer writer(reader);
        for (int i = 0; i < 500; ++i) {
          CheckIn check_in = ACheckIn(Random() % patients_, next_++);
          MIDSTANCE_RETURN_IF_ERROR(writer.Insert(check_in, Now()));
        }
        return writer.Take();
      }));
    }
  }

  // Closed loop when `rate` is 0, else so many calls a second, and prints what it saw.
  void Run(const char* title, double seconds, double rate) {
    latencies_.clear();
    const StoreStats before = store_.Stats();
    const auto begin = SteadyClock::now();
    const auto end = begin + std::chrono::duration<double>(seconds);
    std::uint64_t sent = 0;
    while (SteadyClock::now() < end) {
      auto due = SteadyClock::now();
      if (rate > 0) {
        due = begin + std::chrono::duration_cast<SteadyClock::duration>(
                          std::chrono::duration<double>(static_cast<double>(sent) / rate));
        std::this_thread::sleep_until(due);
      }
      places_.acquire();
      ++sent;
      Record(due);
    }
    for (std::ptrdiff_t i = 0; i < kInFlight; ++i) places_.acquire();
    const double took = std::chrono::duration<double>(SteadyClock::now() - begin).count();
    places_.release(kInFlight);
    Print(title, took, before, store_.Stats());
  }

 private:
  static void Must(const absl::StatusOr<Committed>& written) {
    if (written.ok()) return;
    std::cerr << written.status() << "\n";
    std::exit(1);
  }

  std::uint64_t Random() {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 7;
    random_ ^= random_ << 17;
    return random_;
  }

  void Record(SteadyClock::time_point due) {
    const std::uint64_t patient = Random() % patients_;
    const std::uint64_t number = next_++;
    Submission submission;
    submission.clinic = kClinic;
    std::string key;
    for (int i = 0; i < 2; ++i) {
      const std::uint64_t half = Random();
      key.append(reinterpret_cast<const char*>(&half), sizeof(half));
    }
    const absl::Status decided = store_.Read(kClinic, [&](const Reader& reader) -> absl::Status {
      Writer writer(reader);
      CheckIn check_in = ACheckIn(patient, number);
      MIDSTANCE_RETURN_IF_ERROR(writer.Insert(check_in, Now()));
      submission.unit = writer.Take();
      return absl::OkStatus();
    });
    if (!decided.ok()) std::exit(1);
    submission.unit->request_key = key;
    submission.unit->request_digest = std::string(32, 'd');
    submission.unit->reply = std::string(500, 'r');
    submission.unit->journal.set_record(std::string(250, 'a'));
    submission.unit->journal.set_time_micros(MicrosOf(Now()));
    submission.shed_last = true;
    submission.done = [this, due](const Outcome& outcome) {
      if (!outcome.status.ok()) std::exit(1);
      if (outcome.stale) ++stale_;
      latencies_.push_back(
          std::chrono::duration<double, std::milli>(SteadyClock::now() - due).count());
      places_.release();
    };
    if (!store_.Submit(std::move(submission)).ok()) std::exit(1);
  }

  void Print(const char* title, double took, const StoreStats& before, const StoreStats& after) {
    std::sort(latencies_.begin(), latencies_.end());
    const auto at = [this](double part) {
      return latencies_[static_cast<std::size_t>(part *
                                                 static_cast<double>(latencies_.size() - 1))];
    };
    const auto units = static_cast<double>(after.units - before.units);
    std::printf("%s: %.0f/s  p50 %.2f p95 %.2f p99 %.2f p99.9 %.2f max %.2f ms  stale %llu\n",
                title, units / took, at(0.5), at(0.95), at(0.99), at(0.999), at(1),
                static_cast<unsigned long long>(stale_));
    std::printf(
        "  batches %llu of %.1f:", static_cast<unsigned long long>(after.batches - before.batches),
        units / static_cast<double>(after.batches - before.batches));
    for (std::size_t i = 0; i < after.batch_sizes.size(); ++i) {
      std::printf(" <=%d:%llu", 1 << i,
                  static_cast<unsigned long long>(after.batch_sizes[i] - before.batch_sizes[i]));
    }
    const auto share = [took](Duration from, Duration to) {
      return std::chrono::duration<double>(to - from).count() / took * 100;
    };
    std::printf(
        "\n  writer: apply %.0f%% (%.1f us each) commit %.0f%% answer %.0f%% checkpoint %.0f%%\n",
        share(before.applying, after.applying),
        std::chrono::duration<double, std::micro>(after.applying - before.applying).count() / units,
        share(before.committing, after.committing), share(before.answering, after.answering),
        share(before.checkpointing, after.checkpointing));
  }

  Store& store_;
  const std::uint64_t patients_;
  std::uint64_t next_ = 0;
  std::uint64_t random_ = 88172645463325252U;
  std::uint64_t stale_ = 0;
  std::counting_semaphore<kInFlight> places_{kInFlight};
  std::vector<double> latencies_;
};

}  // namespace
}  // namespace midstance::storage

int main(int count, char** arguments) {
  if (count < 2) {
    std::cerr << "usage: midstance_storage_benchmark <folder> [seconds] [patients] [check-ins "
                 "loaded before]\n";
    return 2;
  }
  const double seconds = count > 2 ? std::atof(arguments[2]) : 5;
  const auto patients = static_cast<std::uint64_t>(count > 3 ? std::atoll(arguments[3]) : 1000);
  const auto loaded = static_cast<std::uint64_t>(count > 4 ? std::atoll(arguments[4]) : 0);
  const std::string file = std::string(arguments[1]) + "/benchmark.db";
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(file + suffix);

  midstance::storage::OpenOptions options;
  options.uri = "sqlite:" + file;
  options.now = &midstance::storage::Now;
  options.new_id = "benchmark";
  options.error_sink = [](std::string_view text) { std::cerr << text << "\n"; };
  auto store = midstance::storage::Open(options);
  if (!store.ok()) {
    std::cerr << store.status() << "\n";
    return 1;
  }
  midstance::storage::Bench bench(**store, patients);
  bench.Load(loaded);
  bench.Run("warm-up  ", 1, 0);
  bench.Run("64 in flight", seconds, 0);
  bench.Run("5,000/s  ", seconds, 5000);
  bench.Run("2,000/s  ", seconds, 2000);
  std::printf("  log file %.1f MiB\n",
              static_cast<double>(std::filesystem::file_size(file + "-wal")) / 1048576);
  (*store)->Drain();
  return 0;
}
