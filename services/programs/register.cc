#include "services/programs/register.h"

#include "midstance/v1/program_service.pb.h"
#include "services/programs/verbs.h"

namespace midstance::programs {

void Register(rpc::VerbTable& table, const Deps& deps) {
  const auto& catalogue = deps.engines.exercises();
  const auto& calendar = deps.engines.calendar();
  table.Serve(GetExercise{catalogue});
  table.Serve(ListExercises{catalogue, deps.sealer});
  table.Serve(CreateProgram{catalogue});
  table.Serve(GetProgram);
  table.Serve(ListPrograms{deps.sealer});
  table.Serve(UpdateProgram{catalogue});
  table.Serve(PublishProgram{catalogue});
  table.Serve(ReviseProgram);
  table.Serve(RetireProgram);
  table.Serve(CheckPrescription{deps.engines});
  table.Serve(AssignProgram{deps.engines});
  table.Serve(GetEnrollment);
  table.Serve(ListEnrollments{deps.sealer});
  table.Serve(PrescribeExercises{deps.engines});
  table.Serve(ProgressExercise{deps.engines});
  table.Serve(RegressExercise{deps.engines});
  table.Serve(HoldEnrollment{calendar});
  table.Serve(ResumeEnrollment{calendar});
  table.Serve(CompleteEnrollment{calendar});
  table.Serve(StopEnrollment{calendar});
  table.Serve(ReleaseExercise{deps.engines});
  table.Serve(ExcuseDays);
}

}  // namespace midstance::programs
