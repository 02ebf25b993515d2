// Lists and searches of a large clinic beside a bare read of one row, in the same run:
//   midstance_patients_benchmark [--json] [--folder DIR] [--patients N]
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "storage/open.h"
#include "storage/tables/all.h"
#include "support/policy.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

using BenchClock = std::chrono::steady_clock;

constexpr char kClinic[] = "clinic";
constexpr std::size_t kRounds = 4000;
constexpr int kMostDisturbed = 40'000;
constexpr int kPatientsOfAnna = 200;

struct Options {
  bool json = false;
  std::string folder;  // empty: one of its own that goes with it
  int patients = 20'000;
};

// Microseconds.
struct Times {
  double median = 0;
  double p99 = 0;
};

struct Line {
  std::string name;
  Times times;
  double bare = 0;
};

// How often the thread lost its processor to other work.
long Preempted() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nivcsw;
}

void MustBeOk(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << status << "\n";
  std::exit(1);
}

std::string Made(std::mt19937& random, int syllables) {
  constexpr const char* kSyllables[] = {"ber", "mül", "schn", "ei", "der", "hof", "mann",  "ka",
                                        "tha", "ri",  "na",   "lo", "vi",  "sen", "ström", "ö"};
  std::string name;
  for (int i = 0; i < syllables; ++i) name += kSyllables[random() % std::size(kSyllables)];
  return name;
}

v1::Patient APatient(std::mt19937& random, int number) {
  v1::Patient patient;
  patient.set_name("patients/p" + std::to_string(1'000'000 + number));
  patient.set_given_name(Made(random, 2));
  patient.set_family_name(Made(random, 3));
  patient.set_birth_date(std::to_string(1940 + random() % 65) + "-0" +
                         std::to_string(1 + random() % 9) + "-1" + std::to_string(random() % 10));
  patient.set_phone("+49 40 " + std::to_string(1'000'000 + random() % 9'000'000));
  patient.set_email("runner" + std::to_string(number) + "@example.org");
  patient.set_goal("A half marathon in autumn");
  auto& identifier = *patient.add_identifiers();
  identifier.set_system("insurance");
  identifier.set_value("TK " + std::to_string(100'000 + number));
  patient.add_care_team(number % std::max(1, 20'000 / kPatientsOfAnna) == 0 ? "users/anna"
                                                                            : "users/ben");
  return patient;
}

// Where the clinic's file is: the one that was told, or one of its own.
class Folder {
 public:
  explicit Folder(std::string told) : path_(std::move(told)), is_own_(path_.empty()) {
    if (!is_own_) return;
    path_ = (std::filesystem::temp_directory_path() / "midstance-patients-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) {
      std::cerr << path_ << " cannot be made\n";
      std::exit(1);
    }
  }
  ~Folder() {
    std::error_code ignored;
    if (is_own_) std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool is_own_;
};

class Clinic {
 public:
  explicit Clinic(const Options& options) : folder_(options.folder), sealer_(kKey) {
    storage::OpenOptions open;
    open.uri = "sqlite:" + folder_.path() + "/patients.db";
    open.now = [] { return Instant{std::chrono::seconds{1'700'000'000}}; };
    open.new_id = "patients bench id";
    open.error_sink = [](std::string_view text) { std::cerr << text << "\n"; };
    auto store = storage::Open(open);
    MustBeOk(store.status());
    store_ = *std::move(store);
    std::mt19937 random(1);
    for (int first = 0; first < options.patients; first += 500) {
      const auto wrote = store_->Write(
          kClinic, [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
            storage::Writer writer(reader);
            for (int i = first; i < std::min(first + 500, options.patients); ++i) {
              patients_.push_back(APatient(random, i));
              MIDSTANCE_RETURN_IF_ERROR(writer.Insert(patients_.back(), open.now()));
            }
            return writer.Take();
          });
      MustBeOk(wrote.status());
    }
  }

  // Of kRounds rounds that kept their processor; one that lost it tells of the machine's other work
  // and not of the call, and is counted in `disturbed`.
  Times Time(const std::function<absl::Status(const storage::Reader&, std::mt19937&)>& call) {
    std::mt19937 random(2);
    std::vector<double> times;
    times.reserve(kRounds);
    while (times.size() < kRounds) {
      const long before = Preempted();
      const auto begin = BenchClock::now();
      MustBeOk(store_->Read(kClinic, [&](const storage::Reader& r) { return call(r, random); }));
      const auto took = BenchClock::now() - begin;
      if (Preempted() == before) {
        times.push_back(std::chrono::duration<double, std::micro>(took).count());
      } else if (++disturbed_ > kMostDisturbed) {
        std::cerr << "the machine is too busy to measure\n";
        std::exit(1);
      }
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times[times.size() * 99 / 100]};
  }
  int disturbed() const { return disturbed_; }

  const v1::Patient& Any(std::mt19937& random) const {
    return patients_[random() % patients_.size()];
  }
  static rpc::Call CallOf(options::v1::Role role) {
    static const MethodPolicy kPolicy;
    rpc::Call call;
    call.policy = &kPolicy;
    call.principal.name = "users/anna";
    call.principal.clinic = kClinic;
    call.acting.Add(role);
    return call;
  }
  const TokenSealer& sealer() const { return sealer_; }

 private:
  static constexpr std::array<std::uint8_t, TokenSealer::kKeyBytes> kKey = {7};

  const Folder folder_;
  TokenSealer sealer_;
  std::unique_ptr<storage::Store> store_;
  std::vector<v1::Patient> patients_;
  int disturbed_ = 0;
};

std::string Beginning(const std::string& text, std::size_t letters) {
  std::size_t end = 0;
  for (; end < text.size() && letters > 0; --letters) {
    do ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
  }
  return text.substr(0, end);
}

std::string Mistyped(std::string text, std::mt19937& random) {
  const std::size_t at = random() % text.size();
  if (static_cast<unsigned char>(text[at]) < 0x80) text.erase(at, 1);
  return text;
}

std::vector<Line> Measure(Clinic& clinic) {
  using Typing = std::function<std::string(std::mt19937&)>;
  std::vector<Line> lines;
  const auto bare = [&clinic] {
    return clinic.Time([&](const storage::Reader& reader, std::mt19937& random) {
      return reader.Get<v1::Patient>(clinic.Any(random).name()).status();
    });
  };
  bare();
  const auto add = [&](const std::string& name, const auto& call) {
    const double before = bare().p99;
    const Times times = clinic.Time(call);
    lines.push_back({name, times, (before + bare().p99) / 2});
  };
  for (const auto role : {options::v1::ROLE_LEAD_CLINICIAN, options::v1::ROLE_CLINICIAN}) {
    const std::string who = role == options::v1::ROLE_CLINICIAN ? "clinician." : "lead.";
    const rpc::Call call = Clinic::CallOf(role);
    add(who + "list_50", [&, call](const storage::Reader& reader, std::mt19937&) {
      return ListPatients{clinic.sealer()}(call, reader, v1::ListPatientsRequest()).status();
    });
    const auto search = [&](const std::string& name, const Typing& typing) {
      add(who + name, [&, call, typing](const storage::Reader& reader, std::mt19937& random) {
        v1::SearchPatientsRequest request;
        request.set_query(typing(random));
        return SearchPatients(call, reader, request).status();
      });
    };
    for (const std::size_t letters : {1U, 2U, 3U, 5U}) {
      search("search_" + std::to_string(letters), [&clinic, letters](std::mt19937& random) {
        return Beginning(clinic.Any(random).family_name(), letters);
      });
    }
    search("search_full", [&clinic](std::mt19937& random) {
      const auto& patient = clinic.Any(random);
      return patient.given_name() + " " + patient.family_name();
    });
    search("search_mistyped", [&clinic](std::mt19937& random) {
      return Mistyped(clinic.Any(random).family_name(), random);
    });
    search("search_identifier",
           [&clinic](std::mt19937& random) { return clinic.Any(random).identifiers(0).value(); });
    search("search_year", [&clinic](std::mt19937& random) {
      return clinic.Any(random).birth_date().substr(0, 4);
    });
  }
  add("duplicates", [&](const storage::Reader& reader, std::mt19937& random) {
    v1::FindDuplicatesRequest request;
    request.set_name(clinic.Any(random).name());
    return FindDuplicates(Clinic::CallOf(options::v1::ROLE_COORDINATOR), reader, request).status();
  });
  return lines;
}

void PrintLines(const std::vector<Line>& lines, bool json) {
  if (json) std::printf("{");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& [name, times, bare] = lines[i];
    if (json) {
      std::printf(
          "%s\n  \"patients.%s.p99\": {\"value\": %.1f, \"ceiling\": %.1f, \"ratio\": %.2f}",
          i > 0 ? "," : "", name.c_str(), times.p99, bare, times.p99 / bare);
    } else {
      std::printf("%-28s p50 %7.1f us   p99 %7.1f us   bare read's p99 %5.1f us   %6.2f times\n",
                  name.c_str(), times.median, times.p99, bare, times.p99 / bare);
    }
  }
  if (json) std::printf("\n}\n");
}

}  // namespace
}  // namespace midstance::patients

int main(int count, char** words) {
  midstance::patients::Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--json") {
      options.json = true;
    } else if (word == "--folder" && i + 1 < count) {
      options.folder = words[++i];
    } else if (word == "--patients" && i + 1 < count) {
      options.patients = std::max(1, std::atoi(words[++i]));
    } else {
      std::cerr << "usage: midstance_patients_benchmark [--json] [--folder DIR] [--patients N]\n";
      return 2;
    }
  }
  midstance::patients::Clinic clinic(options);
  midstance::patients::PrintLines(midstance::patients::Measure(clinic), options.json);
  if (!options.json)
    std::printf("%d rounds lost their processor and were repeated\n", clinic.disturbed());
  return 0;
}
