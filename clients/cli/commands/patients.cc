#include "clients/cli/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/patient_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using Stub = v1::PatientService::Stub;

struct CreateOptions {
  v1::CreatePatientRequest request;
  double weekly_km = -1;
};

absl::Status Create(const Context& context, const client::Client& client,
                    const CreateOptions& options) {
  v1::CreatePatientRequest request = options.request;
  if (options.weekly_km >= 0) request.mutable_patient()->set_weekly_distance_km(options.weekly_km);
  return context.Show(PatientColumns(), client.Call(&Stub::CreatePatient, request));
}

void AddCreate(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "create", "Register a patient",
                           "patients create --given Amélie --family Dubois --born 1989-04-02");
  auto options = std::make_shared<CreateOptions>();
  v1::Patient& patient = *options->request.mutable_patient();
  verb.add_option("--given", *patient.mutable_given_name(), "Given name")->required();
  verb.add_option("--family", *patient.mutable_family_name(), "Family name")->required();
  verb.add_option("--born", *patient.mutable_birth_date(), "Date of birth, YYYY-MM-DD")->required();
  verb.add_option("--phone", *patient.mutable_phone(), "Telephone number");
  verb.add_option("--email", *patient.mutable_email(), "E-mail address");
  verb.add_option("--language", *patient.mutable_language(), "Language she reads, e.g. fr");
  verb.add_option("--weekly-km", options->weekly_km, "Usual running distance a week");
  verb.add_option("--goal", *patient.mutable_goal(), "What she wants to run again");
  verb.add_option("--id", *options->request.mutable_patient_id(), "Last part of her name");
  Does<CreateOptions>(verb, context, options, Create);
}

}  // namespace

void AddPatients(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "patients", "Who is treated");

  CLI::App& list = AddVerb(noun, "list", "List patients",
                           "patients list\npatients list --filter 'family_name = \"Dubois\"'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "",
                 {.filter = "family_name, given_name, create_time, update_time",
                  .example = "family_name = \"Dubois\"",
                  .order = "family_name, given_name, create_time, update_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      return ShowList(c, client, &Stub::ListPatients,
                                      &v1::ListPatientsResponse::patients,
                                      v1::ListPatientsRequest(), o, PatientColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one patient", "patients show patients/amelie");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "patient, patients/...");
  Does<NameOption>(
      show, context, name, [](const Context& c, const client::Client& client, const NameOption& o) {
        return c.Show(PatientColumns(), client.Call(&Stub::GetPatient,
                                                    client::ByName<v1::GetPatientRequest>(o.name)));
      });
  AddCreate(noun, context);
}

}  // namespace midstance::cli
