#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "midstance/v1/check_in_service.pb.h"
#include "tests/api/builders.h"
#include "tests/gateway/caller.h"

namespace midstance::gateway {

// As a browser writes a value of a form.
std::string FormEncoded(std::string_view text);
// The value of a hidden field of a page; "" when there is none.
std::string HiddenField(const std::string& page, const std::string& name);

// A patient with a phone that runs no scripts, in front of the whole server.
class PhonePage : public ::testing::Test {
 protected:
  void SetUp() override;

  std::string Issue();
  // The code of a link of another patient.
  std::string CodeOfAnother();
  std::string IssueOf(const std::string& a_case);
  std::size_t Recorded(v1::CheckIn* last = nullptr);

  // From today on, three exercises a day and a plan to come back to running.
  void PlanExercisesAndRuns();

  // As the phone's browser asks; with the cookie that it has.
  Reply Get(const std::string& path, const std::string& more = "");
  Reply Post(const std::string& path, const std::string& body, const std::string& more = "");
  // Opens a link and keeps its cookie.
  Reply Open(const std::string& code);
  // The form of the page with these fields filled in: "q-fever=yes&none=1".
  Reply Send(const std::string& page, const std::string& fields);

  testing::Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_, "O'Hara & <Sons>");
  std::string code_;
  std::string cookie_;
  LogText log_;
  std::unique_ptr<Gateway> gateway_;
};

}  // namespace midstance::gateway
