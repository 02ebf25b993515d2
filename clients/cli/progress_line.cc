#include "clients/cli/progress_line.h"

#include <utility>

#include "clients/cli/output/progress.h"

namespace midstance::cli {
namespace {

constexpr char kBeginAnew[] = "\r\033[K";
constexpr std::size_t kUsualWidth = 80;

}  // namespace

ProgressLine::ProgressLine(const Context& context, std::string doing)
    : width_(context.talk_screen.width == 0 ? kUsualWidth : context.talk_screen.width),
      doing_(std::move(doing)) {
  if (context.talk_screen.redraws && !context.quiet) out_ = &context.talk();
}

ProgressLine::~ProgressLine() {
  if (!shown_.empty()) *out_ << kBeginAnew << std::flush;
}

void ProgressLine::Tell(std::int64_t done, std::int64_t total) {
  if (out_ == nullptr) return;
  // The last cell stays free: some terminals go on in the next line when it is written.
  std::string text = ProgressText(doing_, done, total, width_ - 1);
  if (text == shown_) return;
  shown_ = std::move(text);
  *out_ << kBeginAnew << shown_ << std::flush;
}

}  // namespace midstance::cli
