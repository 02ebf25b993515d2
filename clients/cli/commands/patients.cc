#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/commands/patient_fields.h"
#include "clients/cli/commands/patient_records.h"
#include "clients/core/change.h"
#include "midstance/v1/patient_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using PatientStub = v1::PatientService::Stub;

struct NewPatient {
  std::string id;
  PatientFields fields;
};

absl::Status CreatePatient(const Context& context, const client::Client& client,
                           const NewPatient& options) {
  v1::CreatePatientRequest request;
  request.set_patient_id(options.id);
  google::protobuf::FieldMask all;
  MIDSTANCE_RETURN_IF_ERROR(SetFields(options.fields, *request.mutable_patient(), all));
  return context.Show(PatientColumns(), client.Call(&PatientStub::CreatePatient, request));
}

void AddCreatePatient(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "create", "Register a patient",
                           "patients create --given Amélie --family Dubois --born 1989-04-02 \\\n"
                           "    --identifier 'insurance=TK 12-34' --surface trail --weekly-km 42");
  auto options = std::make_shared<NewPatient>();
  AddPatientFields(verb, options->fields, true);
  verb.add_option(
      "--id", options->id,
      "Last part of her name, amelie of patients/amelie; left out: the server makes one");
  Does<NewPatient>(verb, context, options, CreatePatient);
}

struct UpdateOptions {
  std::string name;
  PatientFields fields;
};

absl::Status Update(const Context& context, const client::Client& client,
                    const UpdateOptions& options) {
  v1::UpdatePatientRequest request;
  MIDSTANCE_ASSIGN_OR_RETURN(
      *request.mutable_patient(),
      client.Call(&PatientStub::GetPatient, client::ByName<v1::GetPatientRequest>(options.name)));
  MIDSTANCE_RETURN_IF_ERROR(
      SetFields(options.fields, *request.mutable_patient(), *request.mutable_update_mask()));
  return context.Show(PatientColumns(), client.Call(&PatientStub::UpdatePatient, request));
}

void AddUpdate(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "update", "Change what is given of a patient",
                           "patients update patients/amelie --phone '+49 40 1234567'\n"
                           "patients update patients/amelie --withdraw research=2026-03-27");
  auto options = std::make_shared<UpdateOptions>();
  AddName(verb, options->name, "patient, patients/...");
  AddPatientFields(verb, options->fields, false);
  Does<UpdateOptions>(verb, context, options, Update);
}

struct PatientListOptions : ListOptions {
  bool archived = false;
  bool merged = false;
};

}  // namespace

void AddPatients(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "patients", "Who is treated");

  CLI::App& list = AddVerb(noun, "list", "List patients",
                           "patients list\npatients list --filter 'family_name = \"Dubois\"'");
  auto options = std::make_shared<PatientListOptions>();
  AddListOptions(
      list, *options, "",
      {.filter = "family_name, given_name, archive_time, merged_into, create_time, update_time",
       .example = "family_name = \"Dubois\"",
       .order = "family_name, given_name, archive_time, merged_into, create_time, update_time"});
  list.add_flag("--archived", options->archived, "Also the archived ones");
  list.add_flag("--merged", options->merged, "Also records that were merged into others");
  Does<PatientListOptions>(
      list, context, options,
      [](const Context& c, const client::Client& client, const PatientListOptions& o) {
        v1::ListPatientsRequest request;
        request.set_show_archived(o.archived);
        request.set_show_merged(o.merged);
        return ShowList(c, client, &PatientStub::ListPatients, &v1::ListPatientsResponse::patients,
                        request, o, PatientColumns());
      });

  CLI::App& show = AddVerb(noun, "show", "Show one patient", "patients show patients/amelie");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "patient, patients/...");
  Does<NameOption>(
      show, context, name, [](const Context& c, const client::Client& client, const NameOption& o) {
        return c.Show(PatientColumns(), client.Call(&PatientStub::GetPatient,
                                                    client::ByName<v1::GetPatientRequest>(o.name)));
      });
  AddCreatePatient(noun, context);
  AddUpdate(noun, context);
  AddPatientRecords(noun, context);
  AddPatientImport(noun, context);
}

}  // namespace midstance::cli
