#pragma once

#include <string>
#include <string_view>

#include "services/delivery/channel.h"

namespace midstance::delivery {

enum class Pdf { kBeside, kInside };

// What a folder and a command get of a message: an object on one line, with a line break behind it.
//   delivery    its name; the same whenever the same comes again
//   kind        "NOTICE" or "LETTER"
//   clinic      the clinic's id
//   about       the escalation, or the letter's referral, by its resource name
//   urgency     "emergency", "urgent", "soon" or "watch"
//   created     when the delivery was made, in UTC
//   subject, text
//   recipient   of a notice: {"user"; "email", where there is one}
//   addressee   of a letter: {"name", "organisation", "contact", "email"}
//   letter      of a letter: {"sha256", and "file", the PDF beside this one, or "pdf", its base64}
std::string JsonOf(const Message& message, Pdf pdf);

// RFC 4648 section 4, with padding.
std::string Base64(std::string_view bytes);

}  // namespace midstance::delivery
