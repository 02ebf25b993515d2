#pragma once

#include <absl/status/status.h>

#include <string>
#include <string_view>

#include "clients/gateway/http.h"
#include "midstance/v1/referral_service.pb.h"

namespace midstance::gateway {

// The pages of the reply desk that depend on who asks. Every text of others in them is escaped.

// What the form for an answer holds, and comes back with.
struct ReplyForm {
  std::string code;
  v1::AnswerReferralRequest request;  // its answer, text, name and request id
  bool accepted = false;              // the last answer was ACCEPTED, so this one cannot be
};

// The letter with the form under it.
HttpResponse LetterPage(const v1::ReferralForReply& letter, const ReplyForm& form);
// The form again with what is wrong about it; nothing of what was typed is lost.
HttpResponse AnswerAgainPage(const ReplyForm& form, const absl::Status& problem);
// `code` of the link for the next answer; empty when nothing more is expected.
HttpResponse ThanksPage(std::string_view code);
// Why there is nothing to see, in plain words.
HttpResponse NoLetterPage(const absl::Status& problem);

// Whether another try with the same form may help: it was wrong, or the server was not reached.
bool MayTryAgain(const absl::Status& problem);

}  // namespace midstance::gateway
