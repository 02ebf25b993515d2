#include "clients/cli/commands/letter_file.h"

#include "clients/cli/commands/document_file.h"
#include "clients/core/words.h"

namespace midstance::cli {

absl::StatusOr<v1::LetterFormat> FormatOf(const LetterOptions& options) {
  if (!options.as.empty()) return client::ParseWord<v1::LetterFormat>(options.as);
  if (options.output.ends_with(".pdf")) return v1::LETTER_FORMAT_PDF;
  if (options.output.ends_with(".html")) return v1::LETTER_FORMAT_HTML;
  return v1::LETTER_FORMAT_TEXT;
}

absl::Status WriteLetter(const Context& c, const v1::RenderReferralResponse& letter,
                         const std::string& path) {
  const std::string& bytes = letter.content().empty() ? letter.text() : letter.content();
  return WriteDocument(c,
                       {.bytes = bytes,
                        .pages = letter.pages(),
                        .sha256 = letter.sha256(),
                        .unknown_glyphs = letter.unknown_glyphs()},
                       path);
}

}  // namespace midstance::cli
