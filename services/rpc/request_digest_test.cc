#include "services/rpc/request_digest.h"

#include <gtest/gtest.h>

#include "midstance/v1/check_in_service.pb.h"
#include "support/digest.h"

namespace midstance::rpc {
namespace {

v1::RecordCheckInRequest Told(const std::string& language) {
  v1::RecordCheckInRequest request;
  request.set_parent("patients/p/cases/c");
  request.mutable_check_in()->set_note("as yesterday");
  request.set_request_id("018f3c2b-9a41-7000-8000-000000000001");
  if (!language.empty()) request.set_language_code(language);
  return request;
}

std::string DigestOf(const google::protobuf::Message& request, const std::string& more = {}) {
  return RequestDigest(*request.GetDescriptor(), request.SerializeAsString() + more);
}

TEST(RequestDigest, IsTheSameInEveryLanguage) {
  EXPECT_EQ(DigestOf(Told("de")), DigestOf(Told("es-419")));
  EXPECT_EQ(DigestOf(Told("de")), DigestOf(Told("")));
}

TEST(RequestDigest, TellsEverythingElseApart) {
  auto other = Told("de");
  other.mutable_check_in()->set_note("as today");
  EXPECT_NE(DigestOf(other), DigestOf(Told("de")));
  auto tried = Told("de");
  tried.set_validate_only(true);
  EXPECT_NE(DigestOf(tried), DigestOf(Told("de")));
  // A field that this server does not know.
  EXPECT_NE(DigestOf(Told("de"), "\xF8\x3F\x01"), DigestOf(Told("de")));
}

TEST(RequestDigest, IsThatOfTheBodyWhereNoLanguageIsAskedFor) {
  const std::string body = Told("").SerializeAsString();
  EXPECT_EQ(RequestDigest(*Told("").GetDescriptor(), body), BytesOf(Sha256(body)));
  v1::IssueCheckInLinkRequest issue;
  issue.set_parent("patients/p/cases/c");
  EXPECT_EQ(DigestOf(issue), BytesOf(Sha256(issue.SerializeAsString())));
  EXPECT_EQ(RequestDigest(*Told("").GetDescriptor(), "\xFF"), BytesOf(Sha256("\xFF")));
}

}  // namespace
}  // namespace midstance::rpc
