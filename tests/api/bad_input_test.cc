#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "tests/api/errors.h"
#include "tests/api/every_rpc.h"

namespace midstance::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kRecord[] = "/midstance.v1.CheckInService/RecordCheckIn";
constexpr char kUpdateCase[] = "/midstance.v1.CaseService/UpdateCase";
constexpr char kListPatients[] = "/midstance.v1.PatientService/ListPatients";
constexpr std::chrono::hours kDay{24};

class BadInput : public EveryRpc {
 protected:
  v1::RecordCheckInRequest Valid() {
    v1::RecordCheckInRequest request;
    request.set_parent(case_.name());
    *request.mutable_check_in() = Stage::FlaggedCheckIn();
    request.set_request_id(server_.RequestId());
    return request;
  }
  v1::UpdateCaseRequest Update() {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(case_.name());
    request.mutable_case_()->set_etag(case_.etag());
    request.mutable_case_()->set_complaint("canary");
    request.mutable_update_mask()->add_paths("complaint");
    request.set_request_id(server_.RequestId());
    return request;
  }
  Result Send(const char* path, const google::protobuf::Message& request) {
    return server_.Call(path, request, nullptr, {.token = stage_.anna()});
  }
  Result SendBytes(const std::string& body) {
    return server_.CallBytes(kRecord, body, nullptr, {.token = stage_.anna()});
  }

  const v1::Case case_ = stage_.NewCase();
};

struct Wrong {
  const char* what;
  const char* path;
  std::function<void(v1::CheckIn&)> make;
};

v1::Observation& First(v1::CheckIn& check_in) {
  return *check_in.mutable_reports(0)->mutable_observations(0);
}

TEST_F(BadInput, InACheckInIsNamedByItsPathAndNothingIsStored) {
  constexpr char kNumber[] = "check_in.reports[0].observations[0].number";
  const auto now = server_.clock().Now();
  const std::vector<Wrong> wrongs = {
      {"not a number", kNumber,
       [](auto& it) { First(it).set_number(std::numeric_limits<double>::quiet_NaN()); }},
      {"infinite", kNumber,
       [](auto& it) { First(it).set_number(std::numeric_limits<double>::infinity()); }},
      {"pain 11", kNumber,
       [](auto& it) {
         First(it).set_code("rest_nprs");
         First(it).set_number(11);
       }},
      {"an unknown area", "check_in.reports[0].site.area",
       [](auto& it) {
         it.mutable_reports(0)->mutable_site()->set_area(static_cast<v1::Area>(99));
       }},
      {"no side", "check_in.reports[0].site.side",
       [](auto& it) { it.mutable_reports(0)->mutable_site()->clear_side(); }},
      {"an unknown code", "check_in.reports[0].observations[0].code",
       [](auto& it) { First(it).set_code("no_such_code"); }},
      {"an answer for a number", "check_in.reports[0].observations[0].answer",
       [](auto& it) { First(it).set_answer(v1::ANSWER_PRESENT); }},
      {"a NUL", "check_in.note", [](auto& it) { it.set_note(std::string("canary\0", 7)); }},
      {"a right-to-left override", "check_in.note",
       [](auto& it) { it.set_note("canary \xE2\x80\xAE"); }},
      {"tomorrow", "check_in.occurred_time",
       [now](auto& it) { *it.mutable_occurred_time() = TimestampOf(now + kDay); }},
      {"more than a year ago", "check_in.occurred_time",
       [now](auto& it) { *it.mutable_occurred_time() = TimestampOf(now - 400 * kDay); }},
  };
  const std::int64_t before = LastChange();
  for (const auto& wrong : wrongs) {
    SCOPED_TRACE(wrong.what);
    auto request = Valid();
    wrong.make(*request.mutable_check_in());
    const Result result = Send(kRecord, request);
    EXPECT_TRUE(Refused(result, v1::ERROR_REASON_FIELD_INVALID));
    EXPECT_THAT(result.paths(), ElementsAre(wrong.path));
  }
  EXPECT_EQ(LastChange(), before);
  EXPECT_TRUE(Send(kRecord, Valid()).ok());
  ExpectDiscreetLog();
}

TEST_F(BadInput, InANameIsRefused) {
  const std::int64_t before = LastChange();
  for (const auto& name : {std::string("Ca\0nary", 7), std::string("Ca\xE2\x80\xAEnary")}) {
    v1::CreatePatientRequest request;
    *request.mutable_patient() = stage_.PatientToWrite();
    request.mutable_patient()->set_given_name(name);
    request.set_request_id(server_.RequestId());
    const Result result = Send("/midstance.v1.PatientService/CreatePatient", request);
    EXPECT_TRUE(Refused(result, v1::ERROR_REASON_FIELD_INVALID));
    EXPECT_THAT(result.paths(), ElementsAre("patient.given_name"));
  }
  EXPECT_EQ(LastChange(), before);
}

TEST_F(BadInput, ThatIsNoMessageIsRefused) {
  const std::string body = Valid().SerializeAsString();
  std::string deep = body;
  for (int i = 0; i < 20; ++i) deep += "\xA3\x06";  // opens field 100 as a group
  for (int i = 0; i < 20; ++i) deep += "\xA4\x06";
  const std::string not_utf8 = body + "\x12\x04\x42\x02\xC3\x28";  // check_in.note
  const std::int64_t before = LastChange();
  EXPECT_TRUE(Refused(SendBytes(body.substr(0, body.size() - 3)), v1::ERROR_REASON_BODY_MALFORMED));
  EXPECT_TRUE(Refused(SendBytes(not_utf8), v1::ERROR_REASON_BODY_MALFORMED));
  EXPECT_TRUE(Refused(SendBytes(deep), v1::ERROR_REASON_BODY_MALFORMED));
  EXPECT_TRUE(Refused(SendBytes(body + std::string(70'000, '\0')), v1::ERROR_REASON_TOO_LARGE));
  EXPECT_EQ(LastChange(), before);
}

TEST_F(BadInput, NeedsADeadlineThatIsNear) {
  const std::string& token = stage_.anna();
  const std::int64_t before = LastChange();
  EXPECT_TRUE(
      Refused(server_.Call(kRecord, Valid(), nullptr, {.token = token, .with_deadline = false}),
              v1::ERROR_REASON_DEADLINE_REQUIRED));
  EXPECT_TRUE(Refused(server_.Call(kRecord, Valid(), nullptr,
                                   {.token = token, .deadline = std::chrono::minutes{10}}),
                      v1::ERROR_REASON_DEADLINE_REQUIRED));
  EXPECT_EQ(LastChange(), before);
}

TEST_F(BadInput, MayNotOverwriteWhatChangedMeanwhile) {
  const std::int64_t before = LastChange();
  auto request = Update();
  request.mutable_case_()->clear_etag();
  const Result none = Send(kUpdateCase, request);
  EXPECT_TRUE(Refused(none, v1::ERROR_REASON_ETAG_REQUIRED));
  EXPECT_THAT(none.paths(), ElementsAre("case.etag"));
  request.mutable_case_()->set_etag("\"999\"");
  EXPECT_TRUE(Refused(Send(kUpdateCase, request), v1::ERROR_REASON_ETAG_MISMATCH));
  EXPECT_EQ(LastChange(), before);
}

TEST_F(BadInput, InAMaskIsRefused) {
  const std::int64_t before = LastChange();
  for (const char* path : {"*", "nonsense", "name", "state"}) {
    SCOPED_TRACE(path);
    auto request = Update();
    request.mutable_update_mask()->set_paths(0, path);
    EXPECT_TRUE(Refused(Send(kUpdateCase, request), v1::ERROR_REASON_MASK_INVALID));
  }
  EXPECT_EQ(LastChange(), before);
}

TEST_F(BadInput, InAListIsRefused) {
  stage_.NewPatient();
  v1::ListPatientsRequest request;
  request.set_page_size(1);
  v1::ListPatientsResponse page;
  ASSERT_TRUE(server_.Call(kListPatients, request, &page, {.token = stage_.anna()}).ok());
  ASSERT_FALSE(page.next_page_token().empty());
  request.set_page_token(page.next_page_token());
  request.set_show_deleted(true);
  const Result token = Send(kListPatients, request);
  EXPECT_TRUE(Refused(token, v1::ERROR_REASON_PAGE_TOKEN_INVALID));
  EXPECT_THAT(token.paths(), ElementsAre("page_token"));

  v1::ListPatientsRequest negative;
  negative.set_page_size(-1);
  const Result size = Send(kListPatients, negative);
  EXPECT_TRUE(Refused(size, v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(size.paths(), ElementsAre("page_size"));

  v1::ListPatientsRequest filter;
  filter.set_filter("family_name = = \"canary\"");
  EXPECT_TRUE(Refused(Send(kListPatients, filter), v1::ERROR_REASON_FILTER_INVALID));
  v1::ListPatientsRequest order;
  order.set_order_by("note desc");
  EXPECT_TRUE(Refused(Send(kListPatients, order), v1::ERROR_REASON_ORDER_INVALID));
  ExpectDiscreetLog();
}

TEST_F(BadInput, DoesNotIncludeABackdatedReportWhichRaisesWhenItIsEntered) {
  const auto swollen = [&](std::chrono::hours ago) {
    auto request = Valid();
    auto& observations = *request.mutable_check_in()->mutable_reports(0)->mutable_observations();
    observations.DeleteSubrange(1, observations.size() - 1);
    auto& settles = *observations.Add();
    settles.set_code("swelling_settles");
    settles.set_choice("no");
    *request.mutable_check_in()->mutable_occurred_time() = TimestampOf(server_.clock().Now() - ago);
    v1::RecordCheckInResponse answer;
    const Result result = server_.Call(kRecord, request, &answer, {.token = stage_.anna()});
    EXPECT_TRUE(result.ok()) << result.status.error_message();
    return answer;
  };
  swollen(30 * kDay);
  EXPECT_THAT(swollen(std::chrono::hours{0}).escalations(), IsEmpty());
  const auto answer = swollen(8 * kDay);
  ASSERT_EQ(answer.escalations_size(), 1);
  EXPECT_EQ(InstantOf(answer.escalations(0).raised_time()), server_.clock().Now());
}

}  // namespace
}  // namespace midstance::testing
