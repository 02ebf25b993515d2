#include "services/reports/by_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "services/reports/reports_testing.h"

namespace midstance::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ByCase : public ReportTest {
 protected:
  void CheckIns(const std::string& case_id, int count) {
    const std::string name = ACase("anna-s", case_id, v1::Case::STATE_OPEN, "users/anna").name();
    for (int i = 0; i < count; ++i) {
      v1::CheckIn check_in;
      check_in.set_name(name + "/checkIns/" + std::to_string(1000 + i));
      tester_.Put(check_in);
    }
  }
  // "c:3" for a case c with three, until so many cases were met; `before_` is of the last one.
  std::vector<std::string> Met(std::size_t most, const std::string& after = "") {
    std::vector<std::string> met;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) {
          return ForEachCase<v1::CheckIn>(reader, {.after_name = after},
                                          [&](const OfCase<v1::CheckIn>& of) {
                                            met.push_back(of.name.substr(of.name.rfind('/') + 1) +
                                                          ":" + std::to_string(of.records.size()));
                                            before_ = of.before;
                                            return absl::StatusOr<bool>(met.size() < most);
                                          });
        });
    EXPECT_TRUE(read.ok()) << read;
    return met;
  }

  std::string before_;
};

TEST_F(ByCase, EveryCaseIsMetOnceWithAllOfItsRecords) {
  CheckIns("c", 2);
  CheckIns("c-long", 450);
  CheckIns("c2", 1);
  CheckIns("none", 0);
  EXPECT_THAT(Met(100), ElementsAre("c2:1", "c:2", "c-long:450"));
}

TEST_F(ByCase, AClinicWithoutRecordsHasNoCaseToMeet) { EXPECT_THAT(Met(100), IsEmpty()); }

TEST_F(ByCase, GoingOnAfterWhatCameBeforeMeetsTheCaseAgain) {
  CheckIns("a", 3);
  CheckIns("b", 250);
  CheckIns("c", 200);
  EXPECT_THAT(Met(1), ElementsAre("c:200"));
  EXPECT_EQ(before_, "");
  EXPECT_THAT(Met(2), ElementsAre("c:200", "b:250"));
  EXPECT_THAT(Met(9, before_), ElementsAre("b:250", "a:3"));
}

}  // namespace
}  // namespace midstance::reports
