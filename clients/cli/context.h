#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/repeated_field.h>

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "clients/cli/output/grid.h"
#include "clients/cli/output/json.h"
#include "clients/core/client.h"
#include "clients/core/profile.h"
#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::cli {

enum class Format : unsigned char { kTable, kCsv, kJson };

// One run of the program: where it writes, as whom it calls, and what it was asked to do. Data goes
// to `data`, everything else to `talk`.
class Context {
 public:
  Context(std::ostream& data, std::ostream& talk) : data_(data), talk_(talk) {}

  // Set by the command line.
  std::string format = "table";
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

  Format output_format() const;
  std::ostream& data() const { return data_; }
  std::ostream& talk() const { return talk_; }
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
  std::ostream& data_;
  std::ostream& talk_;
};

// 0 ok, 1 failed, 2 usage, 3 not allowed, 4 not found, 5 unreachable.
int ExitCode(const absl::Status& status);

}  // namespace midstance::cli
