#include "services/patients/register.h"

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"

namespace midstance::patients {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(CreatePatient);
  table.Serve(GetPatient);
  table.Serve(ListPatients{deps.sealer});
  table.Serve(UpdatePatient{deps.engines});
  table.Serve(DeletePatient);
  table.Serve(UndeletePatient);
  table.Serve(SearchPatients);
  table.Serve(FindDuplicates);
  table.Serve(CheckNewPatient);
  table.Serve(MergePatients{deps.engines});
  table.Serve(UnmergePatients{deps.engines});
  table.Serve(ArchivePatient);
  table.Serve(UnarchivePatient);
  table.Serve(ListPatientRevisions{deps.sealer});
}

}  // namespace midstance::patients
