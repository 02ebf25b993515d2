#pragma once

#include <string>

#include "storage/fold.h"
#include "storage/table.h"
#include "support/time.h"

// Extractors for the columns of a TableSpec: `Text<Case, &Case::clinician>`.
namespace midstance::storage {

using google::protobuf::Message;

template <class M, auto kGet>
Value Text(const Message& resource) {
  return std::string((static_cast<const M&>(resource).*kGet)());
}

template <class M, auto kGet>
Value Folded(const Message& resource) {
  return Fold((static_cast<const M&>(resource).*kGet)());
}

// Numbers, booleans and enums.
template <class M, auto kGet>
Value Number(const Message& resource) {
  return static_cast<std::int64_t>((static_cast<const M&>(resource).*kGet)());
}

template <class M, auto kHas, auto kGet>
Value Time(const Message& resource) {
  const M& message = static_cast<const M&>(resource);
  if (!(message.*kHas)()) return std::monostate{};
  return MicrosOf(InstantOf((message.*kGet)()));
}

}  // namespace midstance::storage
