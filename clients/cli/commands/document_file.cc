#include "clients/cli/commands/document_file.h"

#include <fstream>

namespace midstance::cli {

absl::Status WriteDocument(const Context& context, const DocumentFile& document,
                           const std::string& path) {
  if (path.empty()) {
    context.data() << document.bytes;
    return absl::OkStatus();
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << document.bytes;
  file.close();
  if (!file) return absl::InvalidArgumentError("--output: " + path + " cannot be written");
  context.talk() << path << ": " << document.bytes.size() << " bytes";
  if (document.pages > 0) {
    context.talk() << ", " << document.pages << (document.pages == 1 ? " page" : " pages");
  }
  context.talk() << ", sha256 " << document.sha256 << "\n";
  if (document.unknown_glyphs > 0) {
    context.talk() << "No font of the server has " << document.unknown_glyphs
                   << " of its characters.\n";
  }
  return absl::OkStatus();
}

}  // namespace midstance::cli
