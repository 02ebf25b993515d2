#include "clients/cli/output/csv_parser.h"

#include <utility>

namespace midstance::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

absl::Status WrongAt(std::size_t line, std::string_view what) {
  return absl::InvalidArgumentError("line " + std::to_string(line) + ": " + std::string(what));
}

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  }

  bool AtEnd() const { return rest_.empty(); }

  absl::StatusOr<CsvRow> Row() {
    CsvRow row{.line = line_, .cells = {}};
    for (bool more = true; more;) {
      std::string& cell = row.cells.emplace_back();
      if (absl::Status status = Cell(cell); !status.ok()) return status;
      more = !rest_.empty() && rest_.front() == ',';
      if (more) rest_.remove_prefix(1);
    }
    TakeLineEnd();
    return row;
  }

 private:
  absl::Status Cell(std::string& cell) {
    if (!rest_.empty() && rest_.front() == '"') return QuotedCell(cell);
    const std::string_view plain = rest_.substr(0, rest_.find_first_of(",\r\n"));
    if (plain.find('"') != std::string_view::npos) {
      return WrongAt(line_, "a cell with a quote in it stands in quotes, with each of them twice");
    }
    cell = plain;
    rest_.remove_prefix(plain.size());
    return absl::OkStatus();
  }

  absl::Status QuotedCell(std::string& cell) {
    const std::size_t begun = line_;
    rest_.remove_prefix(1);
    while (!rest_.empty()) {
      if (rest_.starts_with("\"\"")) {
        cell += '"';
        rest_.remove_prefix(2);
      } else if (rest_.front() == '"') {
        rest_.remove_prefix(1);
        if (rest_.empty() || rest_.find_first_of(",\r\n") == 0) return absl::OkStatus();
        return WrongAt(line_, "behind the quote that closes a cell comes a comma or the next line");
      } else {
        // CRLF is one end of a line.
        const bool ends =
            rest_.front() == '\n' || (rest_.front() == '\r' && !rest_.starts_with("\r\n"));
        if (ends) ++line_;
        cell += rest_.front();
        rest_.remove_prefix(1);
      }
    }
    return WrongAt(begun, "a quote is never closed");
  }

  void TakeLineEnd() {
    if (rest_.empty()) return;
    rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : 1);
    ++line_;
  }

  std::string_view rest_;
  std::size_t line_ = 1;
};

}  // namespace

absl::StatusOr<std::vector<CsvRow>> ParseCsv(std::string_view text) {
  std::vector<CsvRow> rows;
  CsvReader reader(text);
  while (!reader.AtEnd()) {
    absl::StatusOr<CsvRow> row = reader.Row();
    if (!row.ok()) return row.status();
    rows.push_back(*std::move(row));
  }
  return rows;
}

}  // namespace midstance::cli
