#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "services/checkins/batch_items.h"
#include "services/checkins/upload_testing.h"
#include "support/deterministic.h"
#include "support/digest.h"

// Exactly once and in any order: however what three devices kept is shuffled, repeated and split
// into calls, the same is recorded and the same is raised.
namespace midstance::checkins {
namespace {

constexpr unsigned kFirstSeed = 4711;
constexpr std::size_t kDevices = 3;
constexpr std::size_t kCheckInsKept = 500;
constexpr std::size_t kLargestBatch = 50;

struct Sent {
  std::size_t device = 0;
  Kept kept;
};

v1::RecordCheckInRequest RandomFindings(std::mt19937& random) {
  const auto below = [&](int end) {
    return std::uniform_int_distribution<int>(0, end - 1)(random);
  };
  auto request = OnKnee("worst_nprs", below(8));
  auto& report = *request.mutable_check_in()->mutable_reports(0);
  if (below(3) == 0) {
    report.mutable_site()->set_area(v1::AREA_HIP);
    report.mutable_site()->set_side(v1::SIDE_RIGHT);
  }
  const auto add = [&](const char* code, double number) {
    auto& observation = *report.add_observations();
    observation.set_code(code);
    observation.set_number(number);
  };
  if (below(3) == 0) add("swelling", below(3));
  if (below(4) == 0) add("rest_nprs", below(5));
  if (below(6) == 0) add("night_nights", below(4));
  if (below(20) == 0) Add(request, "warmth", v1::ANSWER_PRESENT);
  if (below(20) == 0) Add(request, "redness", v1::ANSWER_PRESENT);
  return request;
}

// Half a year of check-ins, each at a moment of its own.
std::vector<Sent> WhatDevicesKept(std::size_t count, Instant now) {
  std::mt19937 random(kFirstSeed);
  std::vector<Sent> kept;
  kept.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Instant observed = now - std::chrono::hours{9} * static_cast<int>(count - i);
    kept.push_back(
        {random() % kDevices, Keep(RandomFindings(random), observed, static_cast<unsigned>(i))});
  }
  return kept;
}

// The calls of one way of sending all of it: shuffled, a fifth of it more than once, in batches of
// 1 to 50 of one device each.
std::vector<std::vector<Sent>> OneWay(std::vector<Sent> kept, std::mt19937& random) {
  const std::size_t once = kept.size();
  for (std::size_t i = 0; i < once / 5; ++i) kept.push_back(kept[random() % once]);
  std::shuffle(kept.begin(), kept.end(), random);
  std::vector<std::vector<Sent>> calls;
  std::vector<std::vector<Sent>> open(kDevices);
  const auto flush = [&](std::vector<Sent>& batch) {
    if (!batch.empty()) calls.push_back(std::move(batch));
    batch.clear();
  };
  for (auto& one : kept) {
    auto& batch = open[one.device];
    batch.push_back(std::move(one));
    if (batch.size() == kLargestBatch || random() % 12 == 0) flush(batch);
  }
  for (auto& batch : open) flush(batch);
  return calls;
}

// The decision alone, ten thousand ways: what is known under a key decides about what is sent.
TEST(AnyOrder, TenThousandWaysDecideTheSame) {
  const Instant now{std::chrono::sys_days{std::chrono::year{2025} / 3 / 1}};
  const auto kept = WhatDevicesKept(kCheckInsKept, now);
  const std::size_t ways = 10'000;
  std::string expected;
  for (std::size_t way = 0; way < ways; ++way) {
    std::mt19937 random(kFirstSeed + static_cast<unsigned>(way));
    std::map<std::string, v1::CheckIn> recorded;
    for (auto& call : OneWay(kept, random)) {
      std::vector<BatchItem> items;
      items.reserve(call.size());
      for (std::size_t at = 0; at < call.size(); ++at) {
        const auto principal = "device " + std::to_string(call[at].device);
        items.push_back(
            {at, *KeyOf(principal, call[at].kept.request_id), std::move(call[at].kept.check_in)});
      }
      SortByObservation(items);
      for (auto& item : items) {
        const auto known = recorded.find(item.key.id);
        if (known == recorded.end()) {
          recorded.emplace(item.key.id, std::move(item.check_in));
        } else {
          ASSERT_TRUE(SameContent(known->second, item.check_in)) << "seed " << kFirstSeed + way;
        }
      }
    }
    std::string all;
    for (const auto& [id, check_in] : recorded) all += id + DeterministicBytes(check_in);
    const std::string digest = Hex(Sha256(all));
    if (expected.empty()) expected = digest;
    ASSERT_EQ(recorded.size(), kCheckInsKept) << "seed " << kFirstSeed + way;
    ASSERT_EQ(digest, expected) << "seed " << kFirstSeed + way;
  }
}

// What is in the store after one way, with the patient's id taken out of every name.
struct WhatIsStored {
  std::string digest;
  int records = 0;
  std::map<std::string, int> alarms;  // the highest urgency, by family and site
};

class AnyOrderInTheStore : public ::testing::Test {
 protected:
  std::string NewCase() {
    const std::string patient = "patients/p" + std::to_string(++patients_);
    v1::Patient made;
    made.set_name(patient);
    made.add_care_team(anna_.name);
    tester_.Put(made);
    v1::Case a_case;
    a_case.set_name(patient + "/cases/c");
    a_case.set_state(v1::Case::STATE_OPEN);
    return tester_.Put(a_case).name();
  }

  // Devices of one case: two links and the therapist's.
  std::vector<rpc::Principal> DevicesOf(const std::string& a_case) {
    auto second = rpc::VerbTester::Link(a_case);
    second.name = a_case + "/checkInLinks/l2";
    return {rpc::VerbTester::Link(a_case), second, anna_};
  }

  WhatIsStored Send(const std::vector<std::vector<Sent>>& calls) {
    const std::string a_case = NewCase();
    const auto devices = DevicesOf(a_case);
    for (const auto& call : calls) {
      std::vector<Kept> kept;
      kept.reserve(call.size());
      for (const auto& one : call) kept.push_back(one.kept);
      const auto answer = tester_.Run(BatchRecordCheckIns{engine_, schema_},
                                      devices[call.front().device], BatchOf(kept, a_case));
      EXPECT_TRUE(answer.ok()) << answer.status();
      if (!answer.ok()) break;
      for (const auto& result : answer->results()) {
        EXPECT_NE(result.outcome(), v1::CheckInResult::OUTCOME_REFUSED) << result.DebugString();
      }
    }
    return InStore(a_case);
  }

  WhatIsStored InStore(const std::string& a_case) {
    WhatIsStored found;
    const std::string patient = a_case.substr(0, a_case.find("/cases"));
    const auto without_patient = [&](std::string text) {
      for (auto at = text.find(patient + "/"); at != std::string::npos;
           at = text.find(patient + "/", at)) {
        text.replace(at, patient.size(), "patients/-");
      }
      return text;
    };
    std::vector<std::string> told;
    storage::Query query;
    query.name_prefix = a_case + "/";
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::CheckIn>(query, [&](v1::CheckIn& one) {
            ++found.records;
            // Its id follows from the link, which is the patient's.
            one.clear_name();
            one.clear_etag();
            told.push_back(without_patient(one.ShortDebugString()));
          }));
          return reader.ForEach<v1::Escalation>(query, [&](v1::Escalation& one) {
            auto& urgency = found.alarms[one.family() + " " + one.site().ShortDebugString()];
            urgency = std::max(urgency, static_cast<int>(one.urgency()));
          });
        });
    EXPECT_TRUE(read.ok()) << read;
    std::sort(told.begin(), told.end());
    std::string all;
    for (const auto& one : told) all += one + "\n";
    found.digest = Hex(Sha256(all));
    return found;
  }

  void ExpectTheSameEveryWay(std::size_t check_ins, std::size_t ways) {
    const auto kept = WhatDevicesKept(check_ins, tester_.now);
    std::vector<std::vector<Sent>> one_by_one;
    one_by_one.reserve(kept.size());
    for (const auto& one : kept) one_by_one.push_back({one});
    const auto expected = Send(one_by_one);
    EXPECT_EQ(expected.records, static_cast<int>(check_ins));
    EXPECT_FALSE(expected.alarms.empty());
    for (std::size_t way = 0; way < ways; ++way) {
      const auto seed = kFirstSeed + static_cast<unsigned>(way);
      std::mt19937 random(seed);
      const auto found = Send(OneWay(kept, random));
      ASSERT_EQ(found.records, expected.records) << "seed " << seed;
      ASSERT_EQ(found.digest, expected.digest) << "seed " << seed;
      // Nothing is missed. More may be raised: what breaks a run can come after what the run was
      // known by, and no alarm is taken back by itself.
      for (const auto& [alarm, urgency] : expected.alarms) {
        ASSERT_GE(found.alarms.contains(alarm) ? found.alarms.at(alarm) : 0, urgency)
            << alarm << " seed " << seed;
      }
    }
  }

  int patients_ = 0;
  cases::RuleEngine engine_{*rules::Compile(*rules::ParseRuleSet(rules::RunningHipCore()))};
  const Schema schema_ = RecordSchema();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

TEST_F(AnyOrderInTheStore, TwoHundredWaysRecordTheSameAndMissNothing) {
  ExpectTheSameEveryWay(60, 200);
}

TEST_F(AnyOrderInTheStore, HalfAYearOf500CheckInsIsRecordedTheSameAndMissesNothing) {
  ExpectTheSameEveryWay(kCheckInsKept, 3);
}

}  // namespace
}  // namespace midstance::checkins
