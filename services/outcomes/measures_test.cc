#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "midstance/v1/outcome_service.pb.h"
#include "services/measures/score_vectors.h"
#include "services/outcomes/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::outcomes {
namespace {

using options::v1::ROLE_COORDINATOR;

class MeasuresOfTheLibrary : public ::testing::Test {
 protected:
  absl::StatusOr<v1::ListMeasuresResponse> List(int size, const std::string& token) {
    v1::ListMeasuresRequest request;
    request.set_page_size(size);
    request.set_page_token(token);
    return tester_.Run(ListMeasures{library_, tester_.sealer()}, cora_, request);
  }

  const measures::Library library_ = *measures::Shipped();
  rpc::VerbTester tester_;
  rpc::Principal cora_ = tester_.AddUser("cora", {ROLE_COORDINATOR});
};

TEST_F(MeasuresOfTheLibrary, AreListedByNamePageByPage) {
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page = List(4, token);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->measures_size(), 4);
    for (const auto& measure : page->measures()) names.push_back(measure.name());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(names.size(), library_.all().size());
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(List(0, "")->next_page_token(), "");
}

TEST_F(MeasuresOfTheLibrary, AreReadByName) {
  v1::GetMeasureRequest request;
  request.set_name("measures/lefs");
  const auto found = tester_.Run(GetMeasure{library_}, cora_, request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->subscales(0).items(), 20);
  request.set_name("measures/other");
  EXPECT_EQ(ReasonOf(tester_.Run(GetMeasure{library_}, cora_, request).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(MeasuresOfTheLibrary, ScoreAnswersThatBelongToNobody) {
  v1::ScoreMeasureRequest request;
  request.set_name("measures/tsk-11");
  *request.mutable_answers() = measures::AnswersOf({{"total", "2,3,2,3,2,2,3,2,3,2,2"}}, false);
  const auto anna = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  const auto scored = tester_.Run(ScoreMeasure{library_}, anna, request);
  ASSERT_TRUE(scored.ok()) << scored.status();
  EXPECT_EQ(scored->scores(0).score(), 26);
  EXPECT_EQ(scored->scores(0).band(), "low");
  EXPECT_EQ(scored->formula_version(), "1");
  request.mutable_answers(0)->mutable_items(1)->set_value(5);
  const auto refused = tester_.Run(ScoreMeasure{library_}, anna, request).status();
  ASSERT_TRUE(BadRequestOf(refused).has_value()) << refused;
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "answers[0].items[1].value");
}

}  // namespace
}  // namespace midstance::outcomes
