#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "tests/api/builders.h"

namespace midstance::testing {
namespace {

using ::testing::SizeIs;

constexpr char kRecord[] = "CheckInService/RecordCheckIn";

class CheckInLanguages : public ::testing::Test {
 protected:
  CheckInLanguages() {
    v1::IssueCheckInLinkRequest link;
    link.set_parent(case_);
    link_ =
        clinic_.Must<v1::IssueCheckInLinkResponse>(lena_, "CheckInService/IssueCheckInLink", link)
            .token();
  }
  v1::RecordCheckInRequest Hot(const std::string& request_id, const std::string& language) {
    v1::RecordCheckInRequest request;
    request.set_parent(case_);
    *request.mutable_check_in() = HotKnee().As<v1::CheckIn>();
    request.set_request_id(request_id);
    request.set_language_code(language);
    return request;
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const v1::Patient patient_ = clinic_.APatient(lena_);
  const std::string case_ = clinic_.ACase(lena_, patient_).name();
  std::string link_;
};

TEST_F(CheckInLanguages, ARequestSentAgainInAnotherLanguageHasItsFirstAnswer) {
  for (const char* id :
       {"018f3c2b-9a41-7000-8000-000000000001", "0b54ad3b-3a60-4d5c-9d0a-0d7c2b9f7f01"}) {
    const auto first = clinic_.Must<v1::RecordCheckInResponse>(link_, kRecord, Hot(id, "de"));
    EXPECT_EQ(first.advice().safety().language(), "de");
    const auto again = clinic_.Must<v1::RecordCheckInResponse>(link_, kRecord, Hot(id, "es"));
    EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
    auto other = Hot(id, "es");
    other.mutable_check_in()->set_note("and it hurts at night");
    EXPECT_EQ(clinic_.Try(link_, kRecord, other).reason, "REQUEST_ID_REUSED");
  }
  v1::ListCheckInsRequest list;
  list.set_parent(case_);
  EXPECT_THAT(clinic_.Must<v1::ListCheckInsResponse>(lena_, "CheckInService/ListCheckIns", list)
                  .check_ins(),
              SizeIs(2));
}

TEST_F(CheckInLanguages, TheFormOfALinkIsInHerLanguageAndNamesNoRule) {
  v1::GetCheckInFormRequest request;
  request.set_name(case_);
  request.set_language_code("de-CH");
  const auto form = clinic_.Must<v1::CheckInForm>(link_, "CheckInService/GetCheckInForm", request);
  EXPECT_EQ(form.language_code(), "de");
  EXPECT_THAT(form.week().days(), SizeIs(7));
  ASSERT_GT(form.questions_size(), 0);
  bool ticked = false;
  for (const auto& question : form.questions()) {
    EXPECT_EQ(question.because_of(), "");
    EXPECT_EQ(question.choice_texts_size(), question.choices_size());
    ticked = ticked || !question.tick_text().empty();
  }
  EXPECT_TRUE(ticked);
}

TEST_F(CheckInLanguages, WhatIsNoLanguageTagIsRefused) {
  v1::GetCheckInFormRequest request;
  request.set_name(case_);
  request.set_language_code("de_CH; drop");
  EXPECT_EQ(clinic_.Try(link_, "CheckInService/GetCheckInForm", request).reason, "FIELD_INVALID");
}

}  // namespace
}  // namespace midstance::testing
