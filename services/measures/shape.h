#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/measure.pb.h"

// How a measure is built.
namespace midstance::measures {

using Subscale = v1::Measure::Subscale;
using ItemRange = v1::Measure::ItemRange;

// The id of a score over all subscales.
inline constexpr std::string_view kSummary = "summary";

// An empty list holds everything.
template <class List, class Value>
bool Holds(const List& list, const Value& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

// The version that is meant: the library's first when none is told.
std::string VersionOf(const v1::Measure& measure, std::string_view version);

// The subscales of a variant, in the order of the measure.
std::vector<const Subscale*> SubscalesOf(const v1::Measure& measure, std::string_view variant);
// nullptr when the variant has none of that id.
const Subscale* FindSubscale(const v1::Measure& measure, std::string_view variant,
                             std::string_view id);

int MostItems(const Subscale& subscale);
// Which answers an item (from 1) takes in a version of the form; nullptr when no range is for it.
const ItemRange* RangeOf(const Subscale& subscale, int item, std::string_view version);
// Whether an item takes the answer.
bool Takes(const ItemRange& range, double answer);

// Bigger or smaller letters and blanks around or between words make no other activity.
std::string Folded(std::string_view label);

}  // namespace midstance::measures
