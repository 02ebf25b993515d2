#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "services/checkins/any_order_testing.h"
#include "support/digest.h"

namespace midstance::checkins {
namespace {

// What is in the store after one way, with the patient's id taken out of every name.
struct WhatIsStored {
  std::string digest;
  int records = 0;
  std::map<Alarm, std::vector<v1::Escalation>> raised;
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

  WhatIsStored Send(const std::string& a_case, const std::vector<std::vector<Sent>>& calls) {
    const auto devices = DevicesOf(a_case);
    for (const auto& call : calls) {
      std::vector<Kept> kept;
      kept.reserve(call.size());
      for (const auto& one : call) kept.push_back(one.kept);
      const auto answer = tester_.Run(BatchRecordCheckIns{engines_, schema_},
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
            found.raised[{one.family(), one.site().area(), one.site().side()}].push_back(one);
          });
        });
    EXPECT_TRUE(read.ok()) << read;
    std::sort(told.begin(), told.end());
    std::string all;
    for (const auto& one : told) all += one + "\n";
    found.digest = Hex(Sha256(all));
    return found;
  }

  // How often the journal tells of each check-in of the case, from `after` on.
  std::map<std::string, int> JournalOf(const std::string& a_case, std::int64_t after) {
    std::map<std::string, int> told;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          for (;;) {
            MIDSTANCE_ASSIGN_OR_RETURN(const auto entries, reader.JournalAfter(after, 100));
            if (entries.empty()) return absl::OkStatus();
            for (const auto& entry : entries) {
              after = entry.change();
              for (const auto& resource : entry.resources()) {
                if (resource.name().starts_with(a_case + "/checkIns/")) ++told[resource.name()];
              }
            }
          }
        });
    EXPECT_TRUE(read.ok()) << read;
    return told;
  }

  // What the rules say of what is stored, from the records alone.
  std::map<Alarm, Rank> FindingsIn(const std::string& a_case) {
    std::map<Alarm, Rank> findings;
    const auto name = ResourceName::Parse(a_case);
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline,
                                     cases::LoadTimeline(reader, engine_.rules(), name->patient()));
          findings = FindingsOf(engine_, timeline, tester_.now);
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return findings;
  }

  static void ExpectRaised(const std::map<Alarm, Rank>& findings, const WhatIsStored& stored) {
    for (const auto& [alarm, rank] : findings) {
      ASSERT_TRUE(stored.raised.contains(alarm)) << std::get<0>(alarm);
    }
    for (const auto& [alarm, escalations] : stored.raised) {
      ASSERT_EQ(escalations.size(), 1U) << std::get<0>(alarm);
      const auto& escalation = escalations.front();
      const auto found = findings.find(alarm);
      const auto rank = cases::RankOf(escalation);
      if (found != findings.end() && found->second >= rank) {
        EXPECT_EQ(found->second, rank) << std::get<0>(alarm);
        EXPECT_EQ(escalation.state(), v1::Escalation::STATE_OPEN) << std::get<0>(alarm);
        continue;
      }
      EXPECT_EQ(escalation.state(), v1::Escalation::STATE_EVIDENCE_CHANGED) << std::get<0>(alarm);
      EXPECT_GE(escalation.firings_size(), 1);
      EXPECT_TRUE(std::any_of(escalation.history().begin(), escalation.history().end(),
                              [](const auto& event) {
                                return event.kind() ==
                                           v1::Escalation::Event::KIND_EVIDENCE_CHANGED &&
                                       event.text().find("became known after") != std::string::npos;
                              }))
          << std::get<0>(alarm);
    }
  }

  void ExpectTheSameEveryWay(std::size_t check_ins, std::size_t ways) {
    const auto kept = WhatDevicesKept(check_ins, tester_.now);
    std::map<Alarm, Rank> findings;
    std::string digest;
    std::size_t beyond = 0;
    for (std::size_t way = 0; way <= ways; ++way) {
      const unsigned seed = SeedOf(way);
      SCOPED_TRACE("seed " + std::to_string(seed));
      std::mt19937 random(seed);
      std::vector<std::vector<Sent>> calls;
      if (way > 0) {
        calls = OneWay(kept, random);
      } else {
        for (const auto& one : kept) calls.push_back({one});
      }
      const std::string a_case = NewCase();
      const auto begin = tester_.LastChange();
      const auto stored = Send(a_case, calls);
      const auto journal = JournalOf(a_case, begin);
      ASSERT_EQ(stored.records, static_cast<int>(check_ins));
      ASSERT_EQ(journal.size(), check_ins);
      for (const auto& [name, entries] : journal) ASSERT_EQ(entries, 1) << name;
      if (way == 0) {
        findings = FindingsIn(a_case);
        digest = stored.digest;
        EXPECT_FALSE(findings.empty());
      }
      ASSERT_EQ(stored.digest, digest);
      if (way % 20 == 0) {
        ASSERT_EQ(FindingsIn(a_case), findings);
      }
      ExpectRaised(findings, stored);
      if (HasFailure()) return;
      beyond += static_cast<std::size_t>(
          std::count_if(stored.raised.begin(), stored.raised.end(), [](const auto& one) {
            return one.second.front().state() == v1::Escalation::STATE_EVIDENCE_CHANGED;
          }));
    }
    RecordProperty("raised_beyond_what_holds", std::to_string(beyond));
  }

  int patients_ = 0;
  cases::Engines engines_{rules::CoreInUtc()};
  const cases::RuleEngine& engine_ = *engines_.shipped();
  const Schema schema_ = RecordSchema();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

TEST_F(AnyOrderInTheStore, SixtyCheckInsAreRaisedAsWhatIsKnownInTheEndSays) {
  ExpectTheSameEveryWay(60, PropertyRuns(60));
}

TEST_F(AnyOrderInTheStore, HalfAYearOf500CheckInsIsRaisedAsWhatIsKnownInTheEndSays) {
  // Each arrival looks back at all that was observed since: a third of them cost a tenth.
  const bool in_full = PropertyRuns(10) >= 10;
  ExpectTheSameEveryWay(in_full ? kCheckInsKept : kCheckInsKept / 3, PropertyRuns(9));
}

}  // namespace
}  // namespace midstance::checkins
