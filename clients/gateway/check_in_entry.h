#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "clients/checkin/question_flow.h"
#include "clients/gateway/form.h"
#include "clients/gateway/texts.h"
#include "midstance/v1/check_in.pb.h"

namespace midstance::gateway {

// The form of the phone page between two posts. The gateway keeps nothing: what was asked travels
// in the page itself, so that an answer is read by what it answered, however often it is sent and
// whether or not the server can be reached.
struct CheckInEntry {
  v1::CheckInForm form;  // `todays_check_in` only when it is to be changed
  Form values = {};      // what is filled in, by the names of the fields
  std::string request_id = {};
  std::string link = {};  // of whose link the page is: DigestOfCase
  bool second = false;    // one more check-in of a day that has one
};

// What is wrong about it: sentences by the name of the field; "" for the whole.
using Problems = std::map<std::string, std::string, std::less<>>;

// By what name an answer's fields go: "worst_nprs-3-1" for the left knee, "fever" for the whole
// patient; "bridge-1" for the left side. Fields are "q-" and "x-" with this, "t-" for a tick that
// has a value besides, "n-" and "u-" for what was said before to be not so, or not to be sure, "c-"
// when it was asked whether an answer without its tick counts: after that it does not.
std::string KeyOf(const v1::Question& question);
std::string KeyOf(const v1::PlannedExercise& exercise);
bool IsTick(const v1::Question& question);

// The fields that say what these answers say.
Form ValuesOf(const v1::CheckInForm& form, const checkin::Answers& answers);
// What the fields of the entry say. What cannot be read is in `problems`, and not in the answers.
// Nothing when a field is none of the form: the page is then older or newer than we are.
std::optional<checkin::Answers> AnswersOf(const CheckInEntry& entry, const Texts& texts,
                                          Problems& problems);
// Whether there are things to tick and nothing was said about them, not even that there is nothing.
bool LeavesTheListOut(const CheckInEntry& entry);

// Names a case without giving it away; the same for every link of it.
std::string DigestOfCase(std::string_view name);

}  // namespace midstance::gateway
