#pragma once

#include <string>

#include "clients/cli/context.h"

namespace midstance::cli {

// A document as the server made it.
struct DocumentFile {
  const std::string& bytes;
  int pages = 0;  // of a PDF
  std::string sha256;
  int unknown_glyphs = 0;
};

// Writes it to the file, or to standard output without one, and says of a PDF what a reader of it
// should know. INVALID_ARGUMENT when the file cannot be written.
absl::Status WriteDocument(const Context& context, const DocumentFile& document,
                           const std::string& path);

}  // namespace midstance::cli
