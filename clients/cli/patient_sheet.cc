#include "clients/cli/patient_sheet.h"

#include <google/protobuf/util/message_differencer.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <limits>
#include <set>
#include <utility>

#include "clients/cli/commands/patient_fields.h"
#include "clients/cli/output/csv.h"
#include "clients/cli/output/csv_parser.h"
#include "clients/core/error_text.h"
#include "clients/core/request_ids.h"
#include "support/digest.h"
#include "support/status.h"
#include "support/text.h"

namespace midstance::cli {
namespace {

bool IsUtf8(std::string_view text) {
  return CheckText(text, true, std::numeric_limits<std::size_t>::max()) != TextProblem::kNotUtf8;
}

std::string Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(kBlank) - begin + 1));
}

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// "Birth date" is the option "born".
std::string OptionOf(std::string_view title) {
  std::string option = Lower(Trimmed(title));
  for (char& c : option) {
    if (c == ' ' || c == '_') c = '-';
  }
  if (option == "given-name") return "given";
  if (option == "family-name") return "family";
  if (option == "birth-date" || option == "date-of-birth") return "born";
  if (option == "km-a-week") return "weekly-km";
  return option;
}

// Takes cells as `patients create` takes its options.
class CellReader {
 public:
  CellReader() {
    app_.set_help_flag();
    AddPatientFields(app_, fields_, true);
    app_.add_option("--id", id_, "Last part of her name");
  }

  const CLI::Option* Find(const std::string& option) const {
    return app_.get_option_no_throw("--" + option);
  }
  std::vector<std::string> Required() const {
    std::vector<std::string> options;
    for (const CLI::Option* option : app_.get_options()) {
      if (option->get_required()) options.push_back(option->get_lnames().front());
    }
    return options;
  }

  absl::Status Read(const std::string& name, const std::string& cell,
                    v1::CreatePatientRequest& request) {
    fields_ = PatientFields();
    id_.clear();
    CLI::Option& option = *app_.get_option("--" + name);
    option.clear();
    try {
      option.add_result(cell);
      option.run_callback();
    } catch (const CLI::ConversionError&) {
      return absl::InvalidArgumentError("'" + cell + "' is no number");
    } catch (const CLI::ParseError& error) {
      const std::string_view what = error.what();
      const std::string_view before = "--";
      const std::size_t colon = what.starts_with(before) ? what.find(": ") : std::string::npos;
      return absl::InvalidArgumentError(
          std::string(colon == std::string::npos ? what : what.substr(colon + 2)));
    }
    if (!id_.empty()) request.set_patient_id(id_);
    google::protobuf::FieldMask all;
    return SetFields(fields_, *request.mutable_patient(), all);
  }

 private:
  CLI::App app_;
  PatientFields fields_;
  std::string id_;
};

absl::Status HeadIsWrong(std::string what) {
  return absl::InvalidArgumentError("line 1: " + std::move(what));
}

// The option of each column.
absl::StatusOr<std::vector<std::string>> ReadHead(const CsvRow& head, const CellReader& reader,
                                                  PatientSheet& sheet) {
  if (head.cells.size() == 1 && head.cells.front().find(';') != std::string::npos) {
    return HeadIsWrong("semicolons stand between the cells; save the file with commas");
  }
  std::vector<std::string> options;
  for (const std::string& cell : head.cells) {
    if (!IsUtf8(cell)) return HeadIsWrong("is not UTF-8; save the file as UTF-8");
    std::string option = OptionOf(cell);
    const CLI::Option* known = reader.Find(option);
    if (known == nullptr) {
      return HeadIsWrong("'" + Trimmed(cell) +
                         "' is no column; those that there are have the names of the options of "
                         "'patients create'");
    }
    auto& titles = sheet.titles[option];
    if (!titles.empty() && known->get_items_expected_max() < 2) {
      return HeadIsWrong("the column '" + Trimmed(cell) + "' stands there twice");
    }
    titles.push_back(Trimmed(cell));
    options.push_back(std::move(option));
  }
  for (const std::string& required : reader.Required()) {
    if (!sheet.titles.contains(required)) {
      return HeadIsWrong("a column '" + required + "' is missing");
    }
  }
  return options;
}

bool IsBlank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return Trimmed(cell).empty(); });
}

// What stands in a line before it, which the server does not know yet.
class EarlierLines {
 public:
  // The line where it stood first; 0 when that is `line`.
  std::size_t Of(const std::string& what, std::size_t line) {
    const auto [at, is_new] = first_.emplace(what, line);
    return is_new ? 0 : at->second;
  }

 private:
  std::map<std::string, std::size_t> first_;
};

class SheetReader {
 public:
  SheetReader(std::string_view text, PatientSheet& sheet)
      : digest_(Hex(Sha256(text))), sheet_(sheet) {}

  absl::Status Read(const std::vector<CsvRow>& rows) {
    if (rows.empty())
      return absl::InvalidArgumentError("the file is empty; its first line names the columns");
    MIDSTANCE_ASSIGN_OR_RETURN(options_, ReadHead(rows.front(), cells_, sheet_));
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (IsBlank(rows[i])) continue;
      ++sheet_.lines;
      ReadLine(rows[i]);
    }
    return absl::OkStatus();
  }

 private:
  void ReadLine(const CsvRow& row) {
    SheetPatient patient{.line = row.line, .request = {}, .same_as = 0};
    const std::size_t before = sheet_.problems.size();
    if (row.cells.size() != options_.size()) {
      Add(row.line, "",
          "has " + std::to_string(row.cells.size()) + " cells, the first line has " +
              std::to_string(options_.size()));
      return;
    }
    std::map<std::string, std::size_t> seen;
    std::set<std::string> given;
    for (std::size_t i = 0; i < options_.size(); ++i) {
      const std::string& option = options_[i];
      const std::string& title = sheet_.titles[option][seen[option]++];
      const std::string cell = Trimmed(WithoutGuard(row.cells[i]));
      if (cell.empty()) continue;
      given.insert(option);
      ReadCell(title, option, cell, patient);
    }
    for (const std::string& option : cells_.Required()) {
      const std::string& title = sheet_.titles[option].front();
      if (!given.contains(option)) Add(row.line, title, "is missing");
    }
    CompareWithEarlier(patient);
    if (sheet_.problems.size() != before) return;
    // Only this file's line has this id, so that a second run is answered as the first was.
    patient.request.set_request_id(client::SeededRequestId(0, digest_, row.line));
    sheet_.patients.push_back(std::move(patient));
  }

  void ReadCell(const std::string& title, const std::string& option, const std::string& cell,
                SheetPatient& patient) {
    if (!IsUtf8(cell)) return Add(patient.line, title, "is not UTF-8; save the file as UTF-8");
    const absl::Status read = cells_.Read(option, cell, patient.request);
    if (!read.ok()) Add(patient.line, title, std::string(read.message()));
  }

  void CompareWithEarlier(SheetPatient& patient) {
    const v1::Patient& who = patient.request.patient();
    const auto told = [&](std::size_t earlier, const std::string& option) {
      if (earlier == 0 || earlier == patient.line) return;
      Add(patient.line, sheet_.titles[option].front(),
          "stands in line " + std::to_string(earlier) + " too");
    };
    if (const std::string& id = patient.request.patient_id(); !id.empty()) {
      told(ids_.Of(id, patient.line), "id");
    }
    for (const auto& identifier : who.identifiers()) {
      told(numbers_.Of(Lower(identifier.system() + "=" + identifier.value()), patient.line),
           "identifier");
    }
    patient.same_as = persons_.Of(
        Lower(who.given_name() + "\n" + who.family_name() + "\n" + who.birth_date()), patient.line);
  }

  void Add(std::size_t line, const std::string& column, std::string what) {
    sheet_.problems.push_back({line, column, std::move(what)});
  }

  std::string digest_;
  PatientSheet& sheet_;
  CellReader cells_;
  std::vector<std::string> options_;
  EarlierLines ids_, numbers_, persons_;
};

}  // namespace

std::string ProblemText(const SheetProblem& problem) {
  return "line " + std::to_string(problem.line) +
         (problem.column.empty() ? "" : ", " + problem.column) + ": " + problem.what;
}

absl::StatusOr<PatientSheet> ReadPatientSheet(std::string_view text) {
  MIDSTANCE_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows, ParseCsv(text));
  PatientSheet sheet;
  SheetReader reader(text, sheet);
  MIDSTANCE_RETURN_IF_ERROR(reader.Read(rows));
  return sheet;
}

std::vector<SheetProblem> ProblemsOf(const absl::Status& refused, const SheetPatient& patient,
                                     const PatientSheet& sheet) {
  constexpr std::string_view kPatient = "patient.";
  std::vector<SheetProblem> problems;
  const auto bad = BadRequestOf(refused);
  const int fields = bad ? bad->field_violations_size() : 0;
  for (int i = 0; i < fields; ++i) {
    const auto& violation = bad->field_violations(i);
    const std::string& field = violation.field();
    FieldSource source;
    if (field.starts_with(kPatient))
      source = SourceOf(std::string_view(field).substr(kPatient.size()));
    if (field == "patient_id") source.option = "id";
    const auto titles = sheet.titles.find(source.option);
    if (titles == sheet.titles.end()) {
      problems.push_back({patient.line, field, violation.description()});
      continue;
    }
    // Of several columns cells may be empty: the first is told unless it is clear which it was.
    const auto column = static_cast<std::size_t>(source.index);
    problems.push_back({patient.line, titles->second[column < titles->second.size() ? column : 0],
                        violation.description()});
  }
  if (problems.empty()) problems.push_back({patient.line, "", client::Explain(refused).what});
  return problems;
}

bool SaysTheSame(const v1::Patient& given, const v1::Patient& there) {
  v1::Patient merged = there;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  given.GetReflection()->ListFields(given, &fields);
  for (const auto* field : fields) merged.GetReflection()->ClearField(&merged, field);
  merged.MergeFrom(given);
  return google::protobuf::util::MessageDifferencer::Equals(merged, there);
}

}  // namespace midstance::cli
