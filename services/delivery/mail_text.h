#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/delivery/channel.h"

// How a mail is written, apart from its body's parts. Pure.
namespace midstance::delivery {

// A text as it may stand in a header (RFC 2047): itself where it is plain, else in encoded words of
// at most 75 characters, each of whole UTF-8 characters. Line breaks become blanks.
std::string HeaderText(std::string_view text);

// "<{id}@{domain of `from`}>": the same whenever the same delivery is sent.
std::string MessageId(std::string_view id, std::string_view from);

// Each "Name: value", without what belongs to the parts.
std::vector<std::string> HeadersOf(const Message& message, const std::string& from);

// With CR LF at the end of each line.
std::string MailLines(std::string_view text);

}  // namespace midstance::delivery
