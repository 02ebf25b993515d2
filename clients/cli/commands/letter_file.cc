#include "clients/cli/commands/letter_file.h"

#include <fstream>

namespace midstance::cli {

absl::Status WriteLetter(const Context& c, const v1::RenderReferralResponse& letter,
                         const std::string& path) {
  const std::string& bytes = letter.content().empty() ? letter.text() : letter.content();
  if (path.empty()) {
    c.data() << bytes;
    return absl::OkStatus();
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (!file) return absl::InvalidArgumentError("--output: " + path + " cannot be written");
  c.talk() << path << ": " << bytes.size() << " bytes";
  if (letter.pages() > 0)
    c.talk() << ", " << letter.pages() << (letter.pages() == 1 ? " page" : " pages");
  c.talk() << ", sha256 " << letter.sha256() << "\n";
  if (letter.unknown_glyphs() > 0) {
    c.talk() << "No font of the server has " << letter.unknown_glyphs() << " of its characters.\n";
  }
  return absl::OkStatus();
}

}  // namespace midstance::cli
