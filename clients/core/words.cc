#include "clients/core/words.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <cctype>

#include "support/status.h"

namespace midstance::client {
namespace {

// "RECORD_STATE_" for RecordState when its values carry it; empty in the rule language.
std::string PrefixOf(const google::protobuf::EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !prefix.empty()) prefix += '_';
    prefix += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  prefix += '_';
  const auto carries = [&](int i) { return type.value(i)->name().rfind(prefix, 0) == 0; };
  return type.value_count() > 1 && carries(1) ? prefix : std::string();
}

std::string Lower(std::string text) {
  for (char& c : text) {
    c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

template <class Site>
std::string WordOfSite(const Site& site) {
  if (static_cast<int>(site.area()) == 0) return "whole patient";
  const std::string side = Word(site.side());
  return Lower(Word(site.area())) + '/' + (side.empty() ? "not-told" : Lower(side));
}

}  // namespace

std::string EnumWord(const google::protobuf::EnumDescriptor& type, int value) {
  const auto* found = type.FindValueByNumber(value);
  if (found == nullptr) return std::to_string(value);
  if (value == 0) return "";
  return found->name().substr(PrefixOf(type).size());
}

absl::StatusOr<int> EnumValue(const google::protobuf::EnumDescriptor& type, std::string_view word) {
  std::string wanted(word);
  for (char& c : wanted) {
    c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  std::string words;
  for (int i = 0; i < type.value_count(); ++i) {
    const int number = type.value(i)->number();
    if (number == 0) continue;
    const std::string candidate = EnumWord(type, number);
    if (candidate == wanted) return number;
    words += (words.empty() ? "" : ", ") + Lower(candidate);
  }
  return absl::InvalidArgumentError("'" + std::string(word) + "' is none of: " + words);
}

std::string SiteWord(const v1::Site& site) { return WordOfSite(site); }
std::string SiteWord(const rules::v1::Site& site) { return WordOfSite(site); }

absl::StatusOr<v1::Site> ParseSite(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) {
    return absl::InvalidArgumentError("'" + std::string(text) +
                                      "' is no site: write area/side, e.g. knee/left");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Area area, ParseWord<v1::Area>(text.substr(0, slash)));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Side side, ParseWord<v1::Side>(text.substr(slash + 1)));
  v1::Site site;
  site.set_area(area);
  site.set_side(side);
  return site;
}

std::string Printable(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr unsigned char kFirstOfC1 = 0xC2;  // in UTF-8 these controls are C2 80 to C2 9F
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    const bool second = i > 0 && static_cast<unsigned char>(text[i - 1]) == kFirstOfC1 &&
                        byte >= 0x80 && byte < 0xA0;
    const bool first = byte == kFirstOfC1 && next >= 0x80 && next < 0xA0;
    if ((byte >= 0x20 && byte != 0x7F && !first && !second) || byte == '\n') {
      shown += text[i];
    } else {
      shown += {'\\', 'x', kHex[byte / 16], kHex[byte % 16]};
    }
  }
  return shown;
}

std::string TimeWord(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  google::protobuf::Timestamp whole = time;
  whole.set_nanos(0);
  return google::protobuf::util::TimeUtil::ToString(whole);
}

std::string TimeWord(Instant time) { return TimeWord(TimestampOf(time)); }

absl::StatusOr<google::protobuf::Timestamp> ParseTime(std::string_view text) {
  std::string full(text);
  std::replace(full.begin(), full.end(), ' ', 'T');
  constexpr std::size_t kDay = 10;
  constexpr std::size_t kMinute = 16;
  constexpr std::size_t kSecond = 19;
  if (full.size() == kDay) full += "T00:00:00Z";
  if (full.size() == kMinute) full += ":00Z";
  if (full.size() == kMinute + 1 && full.back() == 'Z') full.insert(kMinute, ":00");
  if (full.size() == kSecond) full += 'Z';
  google::protobuf::Timestamp time;
  if (!google::protobuf::util::TimeUtil::FromString(full, &time)) {
    return absl::InvalidArgumentError("'" + std::string(text) +
                                      "' is no time: write 2026-11-23 or 2026-11-23T06:41 (UTC)");
  }
  return time;
}

}  // namespace midstance::client
