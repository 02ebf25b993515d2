#include "clients/cli/commands/patient_records.h"

#include <memory>
#include <string>

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/patient_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using PatientStub = v1::PatientService::Stub;

void AddSearch(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "search", "Find patients by what is typed",
                           "patients search mueller\n"
                           "patients search 'anna 1984'\n"
                           "patients search TK1234 --archived");
  auto request = std::make_shared<v1::SearchPatientsRequest>();
  auto archived = std::make_shared<bool>(false);
  request->set_page_size(10);
  verb.add_option("query", *request->mutable_query(),
                  "Beginnings of names, a number, a date of birth or its beginning, the end of a "
                  "telephone number")
      ->required();
  verb.add_flag("--archived", *archived, "Also the archived ones");
  Does<v1::SearchPatientsRequest>(
      verb, context, request,
      [archived](const Context& c, const client::Client& client,
                 const v1::SearchPatientsRequest& given) -> absl::Status {
        v1::SearchPatientsRequest asked = given;
        asked.set_show_archived(*archived);
        MIDSTANCE_ASSIGN_OR_RETURN(const auto found,
                                   client.Call(&PatientStub::SearchPatients, asked));
        if (found.more()) c.talk() << "there are more; type on\n";
        return c.ShowAll(PatientMatchColumns(), found.matches());
      });
}

void AddDuplicates(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "duplicates", "Records that may be of the same person",
                           "patients duplicates patients/amelie");
  auto name = std::make_shared<NameOption>();
  AddName(verb, name->name, "patient, patients/...");
  Does<NameOption>(
      verb, context, name,
      [](const Context& c, const client::Client& client, const NameOption& o) -> absl::Status {
        MIDSTANCE_ASSIGN_OR_RETURN(const auto found,
                                   client.Call(&PatientStub::FindDuplicates,
                                               client::ByName<v1::FindDuplicatesRequest>(o.name)));
        return c.ShowAll(DuplicateColumns(), found.matches());
      });
}

absl::StatusOr<v1::Patient> Read(const client::Client& client, const std::string& name) {
  return client.Call(&PatientStub::GetPatient, client::ByName<v1::GetPatientRequest>(name));
}

struct MergeOptions {
  v1::MergePatientsRequest request;
  bool dry_run = false;
};

absl::Status Merge(const Context& context, const client::Client& client,
                   const MergeOptions& options) {
  v1::MergePatientsRequest request = options.request;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto target, Read(client, request.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto source, Read(client, request.source()));
  request.set_etag(target.etag());
  request.set_source_etag(source.etag());
  request.set_validate_only(options.dry_run);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto merged, client.Call(&PatientStub::MergePatients, request));
  if (options.dry_run) context.talk() << "nothing was changed\n";
  return context.Show(PatientColumns(), merged.target());
}

void AddMerge(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "merge", "Merge a record into the patient who stays",
                           "patients merge patients/amelie-2 --into patients/amelie \\\n"
                           "    --reason 'Registered twice'");
  auto options = std::make_shared<MergeOptions>();
  AddName(verb, *options->request.mutable_source(), "record that is merged");
  verb.add_option("--into", *options->request.mutable_name(), "The patient who stays")->required();
  verb.add_option("--reason", *options->request.mutable_reason(), "Why they are one person")
      ->required();
  verb.add_flag("--dry-run", options->dry_run, "Show what would be, and keep nothing");
  Does<MergeOptions>(verb, context, options, Merge);
}

absl::Status Unmerge(const Context& context, const client::Client& client,
                     const v1::UnmergePatientsRequest& given) {
  v1::UnmergePatientsRequest request = given;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto source, Read(client, request.name()));
  request.set_etag(source.etag());
  // What is not merged has no target; the server says so.
  request.set_target_etag(source.etag());
  if (!source.merged_into().empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto target, Read(client, source.merged_into()));
    request.set_target_etag(target.etag());
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto apart, client.Call(&PatientStub::UnmergePatients, request));
  return context.Show(PatientColumns(), apart.source());
}

void AddUnmerge(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "unmerge", "Take a merge back",
                           "patients unmerge patients/amelie-2 --reason 'Two persons'");
  auto request = std::make_shared<v1::UnmergePatientsRequest>();
  AddName(verb, *request->mutable_name(), "record that was merged");
  verb.add_option("--reason", *request->mutable_reason(), "Why they are two persons")->required();
  Does<v1::UnmergePatientsRequest>(verb, context, request, Unmerge);
}

template <class Request>
void AddRecordMove(CLI::App& noun, Context& context, const std::string& name,
                   const std::string& description,
                   grpc::Status (PatientStub::*method)(grpc::ClientContext*, const Request&,
                                                       v1::Patient*)) {
  CLI::App& verb = AddVerb(noun, name, description, "patients " + name + " patients/amelie");
  auto option = std::make_shared<NameOption>();
  AddName(verb, option->name, "patient, patients/...");
  Does<NameOption>(
      verb, context, option,
      [method](const Context& c, const client::Client& client, const NameOption& o) {
        return c.Show(PatientColumns(),
                      client::Change(client, &PatientStub::GetPatient, method, o.name, Request()));
      });
}

struct HistoryOptions {
  std::string name;
  int limit = 50;
};

void AddHistory(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "history", "Who changed what of a patient, the newest first",
                           "patients history patients/amelie");
  auto options = std::make_shared<HistoryOptions>();
  AddName(verb, options->name, "patient, patients/...");
  AddLimit(verb, options->limit);
  Does<HistoryOptions>(
      verb, context, options,
      [](const Context& c, const client::Client& client, const HistoryOptions& o) {
        return ShowFetched(
            c, PatientRevisionColumns(),
            FetchAll(client, &PatientStub::ListPatientRevisions,
                     &v1::ListPatientRevisionsResponse::revisions,
                     client::ByName<v1::ListPatientRevisionsRequest>(o.name), o.limit));
      });
}

}  // namespace

void AddPatientRecords(CLI::App& noun, Context& context) {
  AddSearch(noun, context);
  AddDuplicates(noun, context);
  AddMerge(noun, context);
  AddUnmerge(noun, context);
  AddRecordMove<v1::ArchivePatientRequest>(noun, context, "archive",
                                           "Leave a patient out of lists and search",
                                           &PatientStub::ArchivePatient);
  AddRecordMove<v1::UnarchivePatientRequest>(noun, context, "unarchive", "Take archiving back",
                                             &PatientStub::UnarchivePatient);
  AddHistory(noun, context);
}

}  // namespace midstance::cli
