#include "services/worklist/place.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <vector>

namespace midstance::worklist {
namespace {

constexpr char kBetween = '|';  // no name holds it

template <class Number>
bool ReadNumber(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end;
}

}  // namespace

std::string Place::Text() const {
  return std::to_string(static_cast<int>(band)) + kBetween + std::to_string(due) + kBetween + name +
         kBetween + chunk;
}

std::optional<Place> Place::Parse(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(kBetween, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  Place place;
  int band = 0;
  if (parts.size() != 4 || !ReadNumber(parts[0], band) || band < 0 || band >= kBands ||
      !ReadNumber(parts[1], place.due)) {
    return std::nullopt;
  }
  place.band = static_cast<Band>(band);
  place.name = parts[2];
  place.chunk = parts[3];
  return place;
}

}  // namespace midstance::worklist
