#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/commands/patient_records.h"
#include "clients/cli/patient_sheet.h"
#include "clients/cli/progress_line.h"
#include "midstance/v1/patient_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using PatientStub = v1::PatientService::Stub;

struct ImportOptions {
  std::string file;
  bool dry_run = false;
  bool skip_wrong = false;
  bool allow_duplicates = false;
};

std::string LineWord(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " line" : " lines");
}

std::string PatientWord(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " patient" : " patients");
}

// The server answers like this for what stands in the line, and otherwise for every line.
bool IsAboutTheLine(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsAlreadyExists(status);
}

class Import {
 public:
  Import(const Context& context, const client::Client& client, const ImportOptions& options,
         PatientSheet sheet)
      : context_(context), client_(client), options_(options), sheet_(std::move(sheet)) {}

  absl::Status Run() {
    MIDSTANCE_RETURN_IF_ERROR(Check());
    const bool may_write = sheet_.problems.empty() || options_.skip_wrong;
    if (may_write && !options_.dry_run) MIDSTANCE_RETURN_IF_ERROR(Write());
    std::stable_sort(sheet_.problems.begin(), sheet_.problems.end(),
                     [](const SheetProblem& a, const SheetProblem& b) { return a.line < b.line; });
    for (const SheetProblem& problem : sheet_.problems) {
      context_.talk() << client::Printable(ProblemText(problem)) << '\n';
    }
    if (may_write && (!patients_.empty() || context_.output_format() != Format::kTable)) {
      MIDSTANCE_RETURN_IF_ERROR(context_.ShowAll(PatientColumns(), patients_));
    }
    return Sum(may_write);
  }

 private:
  // Asks the server about every line, and keeps in the sheet those that are to be written.
  absl::Status Check() {
    ProgressLine progress(context_, "checking");
    std::vector<SheetPatient> good;
    for (std::size_t i = 0; i < sheet_.patients.size(); ++i) {
      MIDSTANCE_ASSIGN_OR_RETURN(const bool is_new, CheckOne(sheet_.patients[i]));
      if (is_new) good.push_back(std::move(sheet_.patients[i]));
      Tell(progress, i + 1, sheet_.patients.size());
    }
    sheet_.patients = std::move(good);
    return absl::OkStatus();
  }

  // Nothing is wrong with the line and she was not registered before.
  absl::StatusOr<bool> CheckOne(const SheetPatient& patient) {
    v1::CheckNewPatientRequest asked;
    *asked.mutable_patient() = patient.request.patient();
    const auto likely = client_.Call(&PatientStub::CheckNewPatient, asked);
    if (!likely.ok()) return Refused(patient, likely.status());
    for (const auto& match : likely->matches()) {
      if (!SaysTheSame(asked.patient(), match.patient())) continue;
      ++there_;
      return false;
    }
    if (!options_.allow_duplicates && IsLikelyThere(patient, *likely)) return false;
    v1::CreatePatientRequest tried = patient.request;
    tried.set_validate_only(true);
    // Another call than the one that writes: that may have been made meanwhile, by another run.
    tried.clear_request_id();
    const auto would_be = client_.Call(&PatientStub::CreatePatient, tried);
    if (!would_be.ok()) return Refused(patient, would_be.status());
    if (options_.dry_run) patients_.push_back(*would_be);
    return true;
  }

  bool IsLikelyThere(const SheetPatient& patient, const v1::CheckNewPatientResponse& likely) {
    std::string who;
    if (patient.same_as != 0) who = "of line " + std::to_string(patient.same_as);
    if (!likely.matches().empty()) {
      const v1::Patient& there = likely.matches(0).patient();
      who = there.name() + " (" + there.given_name() + ' ' + there.family_name() + ", " +
            there.birth_date() + ')';
    }
    if (who.empty()) return false;
    sheet_.problems.push_back(
        {patient.line, "",
         "is likely the patient " + who + "; --allow-duplicates registers her anew"});
    return true;
  }

  absl::Status Write() {
    ProgressLine progress(context_, "registering");
    for (std::size_t i = 0; i < sheet_.patients.size(); ++i) {
      const SheetPatient& patient = sheet_.patients[i];
      auto written = client_.Call(&PatientStub::CreatePatient, patient.request);
      if (written.ok()) {
        patients_.push_back(*std::move(written));
      } else if (!Refused(patient, written.status()).ok()) {
        context_.talk() << PatientWord(patients_.size())
                        << " registered before this; the same command again registers the others\n";
        return written.status();
      }
      Tell(progress, i + 1, sheet_.patients.size());
    }
    return absl::OkStatus();
  }

  // Keeps what is wrong with the line. The error itself when every line would meet it.
  absl::StatusOr<bool> Refused(const SheetPatient& patient, const absl::Status& status) {
    if (!IsAboutTheLine(status)) return status;
    for (SheetProblem& problem : ProblemsOf(status, patient, sheet_)) {
      sheet_.problems.push_back(std::move(problem));
    }
    return false;
  }

  static void Tell(ProgressLine& progress, std::size_t done, std::size_t total) {
    progress.Tell(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
  }

  absl::Status Sum(bool may_write) const {
    if (there_ > 0) context_.talk() << PatientWord(there_) << " registered before\n";
    if (may_write) {
      context_.talk() << PatientWord(patients_.size())
                      << (options_.dry_run ? " could be registered; nothing was changed\n"
                                           : " registered\n");
    }
    if (sheet_.problems.empty()) return absl::OkStatus();
    std::set<std::size_t> wrong;
    for (const SheetProblem& problem : sheet_.problems) wrong.insert(problem.line);
    const std::string what = std::to_string(wrong.size()) + " of " + LineWord(sheet_.lines) +
                             (wrong.size() == 1 ? " is wrong" : " are wrong");
    if (!may_write) return absl::FailedPreconditionError(what + "; nothing was registered");
    if (!options_.skip_wrong) return absl::FailedPreconditionError(what);
    context_.talk() << what << " and left out\n";
    return absl::OkStatus();
  }

  const Context& context_;
  const client::Client& client_;
  const ImportOptions& options_;
  PatientSheet sheet_;
  std::vector<v1::Patient> patients_;  // registered, or those who would be
  std::size_t there_ = 0;              // registered before
};

absl::Status ImportPatients(const Context& context, const client::Client& client,
                            const ImportOptions& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, context.ReadInput(options.file));
  MIDSTANCE_ASSIGN_OR_RETURN(PatientSheet sheet, ReadPatientSheet(text));
  return Import(context, client, options, std::move(sheet)).Run();
}

}  // namespace

void AddPatientImport(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(
      noun, "import",
      "Register the patients of a CSV file. Its first line names the columns, which are the "
      "options of 'patients create': given, family and born, and any others; the columns of what "
      "may be repeated may be repeated. Each line is checked before any is written, and a second "
      "run registers nobody twice",
      "patients import runners.csv --dry-run\n"
      "patients import runners.csv\n"
      "patients import runners.csv --skip-wrong --format csv\n"
      "  runners.csv:\n"
      "  given,family,born,phone,sex,weekly-km,identifier\n"
      "  Amélie,Dubois,1989-04-02,+49 40 1234567,female,42.5,insurance=TK 12-34\n"
      "  Bruno,\"Costa, jr.\",1975-11-30,,,,");
  auto options = std::make_shared<ImportOptions>();
  verb.add_option("file", options->file, "The CSV file, in UTF-8; '-' is standard input")
      ->required();
  verb.add_flag("--dry-run", options->dry_run, "Check every line on the server, and keep nothing");
  verb.add_flag("--skip-wrong", options->skip_wrong,
                "Register the others; left out: nobody, when any line is wrong");
  verb.add_flag("--allow-duplicates", options->allow_duplicates,
                "Register also who is likely a patient already");
  Does<ImportOptions>(verb, context, options, ImportPatients);
}

}  // namespace midstance::cli
