#pragma once

#include <absl/status/status.h>

#include <string>
#include <string_view>

#include "clients/gateway/check_in_entry.h"
#include "clients/gateway/contact.h"
#include "clients/gateway/http.h"
#include "clients/gateway/texts.h"
#include "midstance/v1/check_in_service.pb.h"

namespace midstance::gateway {

// The pages of the check-in desk. Every text of others in them is escaped.

// In whose words, whom to call, and whose page it is.
struct Look {
  const Texts& texts;
  const Contact& contact;
  std::string link = {};  // DigestOfCase of the link that the phone keeps; empty without one
};

// Asks for the code of a link; `wrong` when one was given that cannot be right.
HttpResponse CodePage(const Look& look, bool wrong);
// The form, filled in as far as the entry is. With problems it says what is wrong about it; with
// `ask_list` it asks whether there is nothing of what may be ticked.
HttpResponse FormPage(const Look& look, const CheckInEntry& entry, const Problems& problems = {},
                      bool ask_list = false);
// The form again because the server was not reached, or did not say what came of it: 503, on which
// the script keeps what it sent.
HttpResponse NotSentPage(const Look& look, const CheckInEntry& entry);
// There is a check-in of today: change it, or tell something new?
HttpResponse ToldPage(const Look& look, const v1::CheckInForm& form);
// What the patient is told; `form` as it is now, or null when it cannot be had.
HttpResponse SentPage(const Look& look, const v1::Advice& advice, const v1::CheckInForm* form);
HttpResponse ForgottenPage(const Look& look);

// What keeps everybody from going on: by what their texts begin with.
enum class Obstacle { kGone, kDown, kOther, kStale, kClosed, kChanged, kKept };
HttpResponse ObstaclePage(const Look& look, Obstacle obstacle, int status);

// Pieces of these pages.
HttpResponse CheckInPage(const Look& look, int status, std::string_view id,
                         std::string_view heading, const std::string& content);
std::string PhonesHtml(const Look& look);
std::string SafetyHtml(const Look& look, const v1::SafetyText& safety);
std::string WeekHtml(const Look& look, const v1::CheckInForm& form);
// The fields that answer the form, in its order.
std::string QuestionsHtml(const Look& look, const CheckInEntry& entry, const Problems& problems);
// Asks whether there is nothing of what may be ticked; hidden until `ask_list`, or until the script
// asks. It comes after the button that sends: the first button of a form is pressed by Enter.
std::string AskListHtml(const Texts& texts, const v1::CheckInForm& form, bool ask_list);
// What stands beside a field, or a group of them, whose answer is wrong, and names it.
std::string ProblemHtml(const Problems& problems, const std::string& field);
std::string DescribedBy(const Problems& problems, const std::string& field, bool group = false);
// The beginning of a field for a number, up to its last attribute. As text: of a field of numbers a
// browser hands over nothing where it does not like what was typed, and "2,5" as 25 in some places.
std::string NumberInput(const Form& values, const Problems& problems, const std::string& field);
// What may be told of the day's exercises and run.
std::string TrainingHtml(const Look& look, const CheckInEntry& entry,
                         const checkin::Answers& answers, const Problems& problems);

}  // namespace midstance::gateway
