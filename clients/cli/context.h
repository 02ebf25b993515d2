#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/repeated_field.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "clients/cli/output/grid.h"
#include "clients/cli/output/json.h"
#include "clients/cli/output/table.h"
#include "clients/core/client.h"
#include "clients/core/profile.h"
#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::cli {

enum class Format : unsigned char { kTable, kCsv, kJson };

// What stands behind a stream.
struct Screen {
  bool there = false;     // a terminal
  bool redraws = false;   // one that can go back to what it showed
  std::size_t width = 0;  // in cells; 0: unknown
  std::size_t height = 0;
};
// Of a file descriptor.
Screen ScreenOf(int descriptor);

class Interrupts;

// One run of the program: where it writes, as whom it calls, and what it was asked to do. Data goes
// to `data`, everything else to `talk`.
class Context {
 public:
  Context(std::ostream& data, std::ostream& talk) : data_(data), talk_(talk) {}

  // Set by the program.
  Screen data_screen;
  Screen talk_screen;

  // Set by the command line.
  std::string format = "table";
  std::string colour = "auto";
  bool quiet = false;
  bool tells_found = false;                // see FoundCode
  std::shared_ptr<Interrupts> interrupts;  // a list is followed, see following.h
  bool limited = false;                    // --limit of such a list was given
  std::string profile_path;
  std::string demo_time;
  std::function<absl::Status()> run;

  // How calls are made before anybody is signed in.
  absl::StatusOr<client::CallOptions> Calls() const;
  // UNAUTHENTICATED when nobody is signed in.
  absl::StatusOr<client::Client> Connect() const;
  std::filesystem::path ProfilePath() const;
  // From `file` when it is given, else from a prompt without echo or, when standard input is no
  // terminal, from its first line.
  absl::StatusOr<std::string> AskPassword(const std::string& file) const;
  // Somebody can be asked.
  bool AtTerminal() const;
  // A file's content; "-" is standard input.
  absl::StatusOr<std::string> ReadInput(const std::string& file) const;

  // The same run with what it says going elsewhere.
  Context To(std::ostream& data, std::ostream& talk) const;

  Format output_format() const;
  std::ostream& data() const { return data_; }
  std::ostream& talk() const { return talk_; }
  // Something is there of what was asked for.
  void NoteFound(bool any) const { *found_ = *found_ || any; }
  // 10 when something was found and the command line asked to be told so, as cron likes it; else 0.
  int FoundCode() const;

  // Table or CSV.
  void Print(const Grid& grid) const;
  // The same of one resource, in lines instead of a table.
  void PrintOne(const Grid& grid) const;

  template <class Resource>
  absl::Status Show(const Columns<Resource>& columns, const Resource& resource) const {
    if (output_format() == Format::kJson) {
      data_ << FormatJson(resource);
    } else {
      PrintOne(MakeGrid(columns, std::vector<Resource>{resource}));
    }
    return absl::OkStatus();
  }
  template <class Resource>
  absl::Status Show(const Columns<Resource>& columns,
                    const absl::StatusOr<Resource>& resource) const {
    return resource.ok() ? Show(columns, *resource) : resource.status();
  }
  template <class Resource, class Range>
  absl::Status ShowAll(const Columns<Resource>& columns, const Range& resources) const {
    NoteFound(!resources.empty());
    if (output_format() == Format::kJson) {
      std::vector<const google::protobuf::Message*> messages;
      messages.reserve(static_cast<std::size_t>(resources.size()));
      for (const Resource& resource : resources) messages.push_back(&resource);
      data_ << FormatJsonArray(messages);
    } else {
      Print(MakeGrid(columns, resources));
      if (resources.empty()) talk_ << "nothing found\n";
    }
    return absl::OkStatus();
  }

 private:
  TableStyle Style() const;

  std::ostream& data_;
  std::ostream& talk_;
  std::shared_ptr<bool> found_ = std::make_shared<bool>(false);
};

// Whether everything went where data goes: DATA_LOSS when the disk is full.
absl::Status Written(const Context& context);

// How a run ends that somebody ended with Ctrl-C.
absl::Status Interrupted();
bool IsInterrupted(const absl::Status& status);

// As every client of ours ends, and 130 when interrupted.
int ExitCode(const absl::Status& status);

}  // namespace midstance::cli
