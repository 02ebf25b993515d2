#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string_view>
#include <utility>

#include "storage/store.h"

namespace midstance::storage {

// The row, or nothing where there is none: for what may well not be there.
template <class M>
absl::StatusOr<std::optional<M>> Find(const Reader& reader, std::string_view name) {
  absl::StatusOr<M> found = reader.Get<M>(name);
  if (absl::IsNotFound(found.status())) return std::optional<M>();
  if (!found.ok()) return std::move(found).status();
  return std::optional<M>(*std::move(found));
}

}  // namespace midstance::storage
