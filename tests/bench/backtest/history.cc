#include "tests/bench/backtest/history.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <string>

#include "storage/tables/all.h"
#include "support/status.h"
#include "support/time.h"

namespace midstance::bench {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr int kRowsInOneUnit = 1000;
constexpr int kOneInSoMany = 20;

std::string Numbered(const char* pattern, int number) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), pattern, number);
  return text.data();
}

// The same for a patient and a day in every run.
std::uint64_t Scattered(int number, int day) {
  constexpr std::uint64_t kPatient = 0x9E3779B97F4A7C15;
  constexpr std::uint64_t kDay = 0xBF58476D1CE4E5B9;
  std::uint64_t x = static_cast<std::uint64_t>(number) * kPatient;
  x ^= static_cast<std::uint64_t>(day) * kDay;
  x ^= x >> 29;
  x *= kDay;
  return x ^ (x >> 32);
}

class Past {
 public:
  Past(storage::Writer& writer, int number, int check_ins)
      : writer_(writer),
        number_(number),
        check_ins_(check_ins),
        spell_(static_cast<int>(Scattered(number, -1) % static_cast<std::uint64_t>(check_ins))),
        case_("patients/" + Numbered("p%07d", number) + "/cases/c1") {}

  absl::Status Write() {
    v1::Patient patient;
    patient.set_name(case_.substr(0, case_.find("/cases/")));
    patient.set_given_name(Numbered("Mila %d", number_ % 97));
    patient.set_family_name(Numbered("Runner %d", number_));
    patient.set_birth_date("1988-04-12");
    patient.add_care_team("users/anna");
    MIDSTANCE_RETURN_IF_ERROR(writer_.Insert(patient, On(0)));
    v1::Case of;
    of.set_name(case_);
    of.set_title("Hip pain of a runner");
    of.set_clinician("users/anna");
    of.set_state(v1::Case::STATE_IN_PROGRAM);
    *of.mutable_state_time() = TimestampOf(On(0));
    auto& site = *of.add_sites();
    site.set_area(v1::AREA_HIP);
    site.set_side(v1::SIDE_LEFT);
    MIDSTANCE_RETURN_IF_ERROR(writer_.Insert(of, On(0)));
    for (int day = 0; day < check_ins_; ++day) MIDSTANCE_RETURN_IF_ERROR(WriteCheckIn(day));
    return absl::OkStatus();
  }

 private:
  Instant On(int day) const { return DayOf(HistoryNow()) - days{check_ins_ - day} + hours{18}; }

  bool InSpell(int kind, int day, int length) const {
    return number_ % kOneInSoMany == kind && day >= spell_ && day < spell_ + length;
  }

  absl::Status WriteCheckIn(int day) {
    const auto chance = Scattered(number_, day);
    const bool nights = InSpell(3, day, 7);
    const bool swelling = InSpell(7, day, 14);
    v1::CheckIn check_in;
    check_in.set_name(case_ + "/checkIns/" + Numbered("d%04d", day));
    check_in.set_state(v1::RECORD_STATE_ACTIVE);
    check_in.set_entered_by(case_ + "/checkInLinks/l1");
    *check_in.mutable_occurred_time() = TimestampOf(On(day));
    auto& hip = *check_in.add_reports();
    hip.mutable_site()->set_area(v1::AREA_HIP);
    hip.mutable_site()->set_side(v1::SIDE_LEFT);
    const auto add = [](auto& list, const char* code) -> v1::Observation& {
      auto& observation = *list.Add();
      observation.set_code(code);
      return observation;
    };
    auto& told = *hip.mutable_observations();
    add(told, "worst_nprs").set_number(static_cast<double>(chance % 6));
    add(told, "rest_nprs").set_number(static_cast<double>(chance / 8 % 3));
    add(told, "swelling").set_number(swelling ? 2 : 0);
    if (swelling) add(told, "swelling_settles").set_choice("no");
    add(told, "night_nights").set_number(nights ? 3 : 0);
    if (nights) add(told, "night_pattern").set_choice("unremitting");
    add(*check_in.mutable_general(), "load_off_h").set_number(static_cast<double>(chance % 72));
    add(*check_in.mutable_general(), "fever").set_answer(v1::ANSWER_ABSENT);
    return writer_.Insert(check_in, On(day));
  }

  storage::Writer& writer_;
  const int number_;
  const int check_ins_;
  const int spell_;  // day on which it begins
  const std::string case_;
};

}  // namespace

Instant HistoryNow() { return Instant{Day{std::chrono::year{2026} / 6 / 1} + hours{9}}; }

absl::Status FillHistory(storage::Store& store, int patients, int check_ins,
                         const std::function<void(int)>& progress) {
  const int in_one_unit = std::max(1, kRowsInOneUnit / check_ins);
  for (int first = 0; first < patients; first += in_one_unit) {
    const int end = std::min(patients, first + in_one_unit);
    const auto wrote = store.Write(
        kHistoryClinic, [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
          storage::Writer writer(reader);
          for (int number = first; number < end; ++number) {
            MIDSTANCE_RETURN_IF_ERROR(Past(writer, number, check_ins).Write());
          }
          return writer.Take();
        });
    MIDSTANCE_RETURN_IF_ERROR(wrote.status());
    progress(end);
  }
  return absl::OkStatus();
}

}  // namespace midstance::bench
