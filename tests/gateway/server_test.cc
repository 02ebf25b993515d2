// The gateway in front of the whole server: what a phone gets.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "midstance/v1/check_in_service.pb.h"
#include "tests/api/builders.h"
#include "tests/gateway/caller.h"

namespace midstance::gateway {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class Phone : public ::testing::Test {
 protected:
  void SetUp() override {
    auto gateway =
        Gateway::Start(clinic_.server().channel(), log_.logger(), {.listen = "127.0.0.1:0"});
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }

  Reply Post(std::string_view path, const std::string& token, const std::string& body,
             const std::string& type = "application/json", const std::string& more = "") {
    std::string headers = "Content-Type: " + type + "\r\nConnect-Protocol-Version: 1\r\n" + more;
    if (!token.empty()) headers += "Authorization: Bearer " + token + "\r\n";
    return Ask(gateway_->address(), PostOf(path, headers, body));
  }
  json CheckIn(const std::string& code, double number) {
    json request = json::parse(R"({"checkIn": {"reports": [
        {"site": {"area": "AREA_KNEE", "side": "SIDE_LEFT"}, "observations": [{}]}]}})");
    request["parent"] = case_;
    request["requestId"] = clinic_.server().RequestId();
    json& observation = request["checkIn"]["reports"][0]["observations"][0];
    observation["code"] = code;
    observation["number"] = number;
    return request;
  }
  std::size_t Recorded() {
    v1::ListCheckInsRequest request;
    request.set_parent(case_);
    return static_cast<std::size_t>(
        clinic_.Must<v1::ListCheckInsResponse>(lena_, "CheckInService/ListCheckIns", request)
            .check_ins_size());
  }
  std::string Link() {
    v1::IssueCheckInLinkRequest request;
    request.set_parent(case_);
    return clinic_
        .Must<v1::IssueCheckInLinkResponse>(lena_, "CheckInService/IssueCheckInLink", request)
        .token();
  }

  testing::Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_);
  const std::string link_ = Link();
  LogText log_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(Phone, ALinkGetsItsFormAndRecordsAPainOfZero) {
  const Reply form = Post(kForm, link_, json{{"name", case_}}.dump());
  ASSERT_EQ(form.status, 200) << form.body;
  EXPECT_EQ(form.Header("content-type"), "application/json");
  EXPECT_EQ(form.Header("cache-control"), "no-store");
  EXPECT_THAT(json::parse(form.body)["questions"], Not(SizeIs(0)));

  const Reply recorded = Post(kRecord, link_, CheckIn("rest_nprs", 0).dump());
  ASSERT_EQ(recorded.status, 200) << recorded.body;
  const json answer = json::parse(recorded.body);
  EXPECT_EQ(answer["checkIn"]["reports"][0]["observations"][0]["number"], 0);
  EXPECT_FALSE(answer.contains("evaluation")) << "not for patients";
  EXPECT_EQ(Recorded(), 1U);
}

TEST_F(Phone, TheSameGoesInBinary) {
  v1::RecordCheckInRequest request;
  request.set_parent(case_);
  *request.mutable_check_in() = testing::HotKnee().As<v1::CheckIn>();
  request.set_request_id(clinic_.server().RequestId());
  const Reply reply = Post(kRecord, link_, request.SerializeAsString(), "application/proto");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.Header("content-type"), "application/proto");
  v1::RecordCheckInResponse response;
  ASSERT_TRUE(response.ParseFromString(reply.body));
  EXPECT_TRUE(response.advice().running_on_hold());
  EXPECT_THAT(clinic_.Escalations(lena_, case_), SizeIs(1));
}

TEST_F(Phone, ACheckInThatIsSentTwiceCountsOnce) {
  const std::string body = CheckIn("rest_nprs", 3).dump();
  const Reply first = Post(kRecord, link_, body);
  const Reply second = Post(kRecord, link_, body);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(Recorded(), 1U);
}

TEST_F(Phone, WhatAPhoneDoesNotNeedIsNotThereWhateverTheToken) {
  for (const char* const path :
       {"/midstance.v1.CheckInService/IssueCheckInLink",
        "/midstance.v1.CheckInService/ListCheckIns", "/midstance.v1.CheckInService/",
        "/midstance.v1.PatientService/ListPatients", "/midstance.v1.SessionService/SignIn",
        "/midstance.v1.CheckInService/RecordCheckIn/",
        "/midstance.v1.CheckInService/%52ecordCheckIn", "/grpc.health.v1.Health/Check"}) {
    const Reply reply = Post(path, lena_, "{}");
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_THAT(reply.body, HasSubstr(R"("code":"unimplemented")"));
  }
}

TEST_F(Phone, ErrorsOfTheServerKeepTheirCodeTheirWordsAndTheirDetails) {
  const auto code_of = [](const Reply& reply) {
    return std::to_string(reply.status) + ' ' + json::parse(reply.body)["code"].get<std::string>();
  };
  EXPECT_EQ(code_of(Post(kRecord, "", CheckIn("rest_nprs", 1).dump())), "401 unauthenticated");
  EXPECT_EQ(code_of(Post(kRecord, "nobodys", CheckIn("rest_nprs", 1).dump())),
            "401 unauthenticated");
  json elsewhere = CheckIn("rest_nprs", 1);
  elsewhere["parent"] = clinic_.ARunner(lena_, "Okafor");
  EXPECT_EQ(code_of(Post(kRecord, link_, elsewhere.dump())), "403 permission_denied");

  const Reply wrong = Post(kRecord, link_, CheckIn("rest_nprs", 11).dump());
  EXPECT_EQ(code_of(wrong), "400 invalid_argument");
  EXPECT_THAT(wrong.body, HasSubstr("google.rpc.BadRequest"));

  json reused = CheckIn("rest_nprs", 1);
  EXPECT_EQ(Post(kRecord, link_, reused.dump()).status, 200);
  reused["checkIn"]["reports"][0]["observations"][0]["number"] = 2;
  EXPECT_EQ(code_of(Post(kRecord, link_, reused.dump())), "400 invalid_argument");
  json unknown = CheckIn("rest_nprs", 1);
  unknown["checkIn"]["mood"] = "fine";
  EXPECT_THAT(Post(kRecord, link_, unknown.dump()).body, HasSubstr("reload"));
}

TEST_F(Phone, WhoLeavesNoTimeIsToldThatItIsOver) {
  const Reply late = Post(kForm, link_, json{{"name", case_}}.dump(), "application/json",
                          "Connect-Timeout-Ms: 0\r\n");
  EXPECT_EQ(late.status, 504) << late.body;
  EXPECT_THAT(late.body, HasSubstr("deadline_exceeded"));
  EXPECT_EQ(Post(kForm, link_, "{}", "application/json", "Connect-Timeout-Ms: soon\r\n").status,
            400);
}

TEST_F(Phone, TheGatewayIsReadyWhenTheServerIs) {
  const Reply ready = Ask(gateway_->address(), GetOf("/readyz"));
  EXPECT_EQ(ready.status, 200) << ready.body;
}

TEST_F(Phone, TokensAndNamesAreInNoLog) {
  Post(kForm, link_, json{{"name", case_}}.dump());
  Post(kRecord, link_, CheckIn("rest_nprs", 0).dump());
  Post(kRecord, lena_, "{}");
  Ask(gateway_->address(), GetOf("/?token=" + link_));
  const std::string text = log_.Text();
  EXPECT_THAT(text, HasSubstr(kRecord));
  EXPECT_THAT(text, Not(HasSubstr(link_)));
  EXPECT_THAT(text, Not(HasSubstr(lena_)));
  EXPECT_THAT(text, Not(HasSubstr(case_)));
}

}  // namespace
}  // namespace midstance::gateway
