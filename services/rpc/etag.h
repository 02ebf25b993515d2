#pragma once

#include <absl/status/status.h>

#include <string>
#include <string_view>

#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::rpc {

// ETAG_REQUIRED when the request has none, ETAG_MISMATCH when it is not the one of `resource`,
// which was just read. `path` is where the request carries it.
template <class M>
absl::Status CheckEtag(const M& resource, const std::string& etag, std::string_view path = "etag") {
  if (etag.empty()) {
    return Error(v1::ERROR_REASON_ETAG_REQUIRED)
        .Field(path, "must be the etag that was read with the resource");
  }
  if (etag == resource.etag()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_ETAG_MISMATCH)
      .On(storage::TableOf<M>().resource_type, resource.name())
      .With("field", path)
      .Because("the resource changed since this etag was read; read it again");
}

}  // namespace midstance::rpc
