#include "clients/gateway/connect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "clients/gateway/methods.h"
#include "google/rpc/error_details.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "support/status.h"

namespace midstance::gateway {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;

const ProxiedMethod& Record() { return *FindMethod("/midstance.v1.CheckInService/RecordCheckIn"); }

HttpRequest With(std::string name, std::string value) {
  HttpRequest request;
  request.headers.emplace_back(std::move(name), std::move(value));
  return request;
}

TEST(Connect, EveryCodeHasTheNameAndTheStatusOfTheProtocol) {
  const std::vector<std::tuple<int, std::string_view, int>> codes = {
      {1, "canceled", 499},
      {2, "unknown", 500},
      {3, "invalid_argument", 400},
      {4, "deadline_exceeded", 504},
      {5, "not_found", 404},
      {6, "already_exists", 409},
      {7, "permission_denied", 403},
      {8, "resource_exhausted", 429},
      {9, "failed_precondition", 400},
      {10, "aborted", 409},
      {11, "out_of_range", 400},
      {12, "unimplemented", 501},
      {13, "internal", 500},
      {14, "unavailable", 503},
      {15, "data_loss", 500},
      {16, "unauthenticated", 401},
      {99, "unknown", 500}};
  for (const auto& [code, name, http] : codes) {
    EXPECT_EQ(ConnectCode(static_cast<absl::StatusCode>(code)), name);
    EXPECT_EQ(HttpStatusOf(static_cast<absl::StatusCode>(code)), http);
  }
}

TEST(Connect, AnErrorOfTheServerKeepsItsWordsAndItsDetails) {
  const HttpResponse response = ConnectError(FieldInvalid("check_in.note", "shorter \"text\""));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, "application/json");
  const auto error = nlohmann::json::parse(response.body);
  EXPECT_EQ(error["code"], "invalid_argument");
  EXPECT_NE(error["message"], "");
  ASSERT_EQ(error["details"].size(), 2U);
  EXPECT_EQ(error["details"][0]["type"], "google.rpc.ErrorInfo");
  EXPECT_EQ(error["details"][1]["type"], "google.rpc.BadRequest");
  EXPECT_THAT(error["details"][1]["value"].get<std::string>(), Not(HasSubstr("=")));
}

TEST(Connect, WhatALibrarySaysOfConnectionsIsNotTold) {
  const HttpResponse response =
      ConnectError(absl::UnavailableError("failed to connect to ipv4:10.0.0.7:7443: refused"));
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body, HasSubstr("try again"));
  EXPECT_THAT(response.body, Not(HasSubstr("10.0.0.7")));
}

TEST(Connect, Base64HasNoPadding) {
  EXPECT_EQ(Base64NoPadding(""), "");
  EXPECT_EQ(Base64NoPadding("a"), "YQ");
  EXPECT_EQ(Base64NoPadding("ab"), "YWI");
  EXPECT_EQ(Base64NoPadding("abc"), "YWJj");
  EXPECT_EQ(Base64NoPadding("\xfb\xff"), "+/8");
}

TEST(Connect, ATimeoutIsTakenUpToTheGatewaysOwn) {
  const auto timeout = [](std::string text) {
    return TimeoutOf(With("connect-timeout-ms", std::move(text)), milliseconds(5000));
  };
  EXPECT_EQ(*TimeoutOf({}, milliseconds(5000)), milliseconds(5000));
  EXPECT_EQ(*timeout("250"), milliseconds(250));
  EXPECT_EQ(*timeout("0"), milliseconds(0));
  EXPECT_EQ(*timeout("9999999999"), milliseconds(5000));
  for (const char* const wrong : {"", "-1", "1.5", "10s", " 5", "+5", "99999999999"}) {
    EXPECT_EQ(timeout(wrong).status().code(), absl::StatusCode::kInvalidArgument) << wrong;
  }
}

TEST(Connect, OnlyWhatATokenLooksLikeGoesOn) {
  EXPECT_EQ(*BearerTokenOf(With("authorization", "Bearer aZ09-._~+/=")), "aZ09-._~+/=");
  EXPECT_EQ(*BearerTokenOf(With("authorization", "bearer x")), "x");
  EXPECT_EQ(ReasonOf(BearerTokenOf({}).status()), v1::ERROR_REASON_CREDENTIALS_MISSING);
  HttpRequest two = With("authorization", "Bearer x");
  two.headers.push_back(two.headers.front());
  EXPECT_EQ(ReasonOf(BearerTokenOf(two).status()), v1::ERROR_REASON_CREDENTIALS_INVALID);
  for (const std::string& wrong :
       {std::string("Bearer "), std::string("Basic eDp5"), std::string("Bearer a b"),
        std::string("Bearer \xc3\xa9"), std::string("Bearer a\tb"), std::string("Bearer"),
        "Bearer " + std::string(600, 'a')}) {
    EXPECT_EQ(ReasonOf(BearerTokenOf(With("authorization", wrong)).status()),
              v1::ERROR_REASON_CREDENTIALS_INVALID)
        << wrong;
  }
}

TEST(Connect, JsonAndProtoAreKnownByTheirContentType) {
  EXPECT_EQ(CodecOf("application/json"), Codec::kJson);
  EXPECT_EQ(CodecOf("Application/JSON ; charset=UTF-8"), Codec::kJson);
  EXPECT_EQ(CodecOf("application/proto"), Codec::kProto);
  for (const char* const other :
       {"", "text/plain", "application/json; charset=latin-1", "application/connect+json",
        "application/grpc", "application/x-www-form-urlencoded", "application/json,text/html"}) {
    EXPECT_EQ(CodecOf(other), std::nullopt) << other;
  }
}

TEST(Methods, OnlyAFewAreAllowed) {
  EXPECT_EQ(FindMethod("/midstance.v1.CheckInService/IssueCheckInLink"), nullptr);
  EXPECT_EQ(FindMethod("/midstance.v1.CheckInService/GetCheckIn"), nullptr);
  EXPECT_EQ(FindMethod("/midstance.v1.PatientService/GetPatient"), nullptr);
  EXPECT_EQ(FindMethod("/grpc.health.v1.Health/Check"), nullptr);
  EXPECT_EQ(FindMethod(""), nullptr);
}

TEST(Methods, APageOfAnotherVersionIsAskedToReloadAndNotQuoted) {
  for (const std::string& body :
       {std::string(R"({"parent": "p", "checkOut": {"note": "my secret"}})"),
        std::string(R"({"checkIn": {"reports": [{"site": {"area": "AREA_SECRET"}}]}})"),
        std::string(R"({"checkIn": "my secret"})"), std::string(), std::string("{"),
        std::string("[]"), std::string("7"), std::string("{\"parent\": 7}x"),
        std::string("{\"parent\": \"\xff\"}"), std::string(60'000, '[')}) {
    const auto bytes = ToServer(Record(), Codec::kJson, body);
    EXPECT_EQ(ReasonOf(bytes.status()), v1::ERROR_REASON_BODY_MALFORMED) << body.substr(0, 40);
    EXPECT_THAT(std::string(bytes.status().message()), HasSubstr("reload")) << body.substr(0, 40);
    EXPECT_THAT(std::string(bytes.status().message()), Not(HasSubstr("ecret")));
  }
}

TEST(Methods, APainOfZeroIsThereBothWays) {
  const auto bytes = ToServer(Record(), Codec::kJson,
                              R"({"checkIn": {"general": [{"code": "rest_nprs", "number": 0}]}})");
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  v1::RecordCheckInRequest request;
  ASSERT_TRUE(request.ParseFromString(*bytes));
  EXPECT_TRUE(request.check_in().general(0).has_number());

  v1::RecordCheckInResponse response;
  *response.mutable_check_in() = request.check_in();
  const auto json = ToCaller(Record(), Codec::kJson, response.SerializeAsString());
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(nlohmann::json::parse(*json)["checkIn"]["general"][0]["number"], 0);
}

}  // namespace
}  // namespace midstance::gateway
