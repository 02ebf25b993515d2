#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/documents/document.h"

namespace midstance::documents {

struct Pdf {
  std::string bytes;
  int pages = 0;
  int unknown_glyphs = 0;  // characters that no font of the machine has; the last page says so
};

// A4, every font embedded. The same document gives the same bytes on the same machine. INTERNAL
// when cairo fails.
absl::StatusOr<Pdf> ToPdf(const Document& document);

}  // namespace midstance::documents
