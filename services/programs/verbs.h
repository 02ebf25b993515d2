#pragma once

#include <absl/status/statusor.h>

#include "services/cases/engine/engines.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class AssignProgramRequest;
class AssignProgramResponse;
class CheckPrescriptionRequest;
class CheckPrescriptionResponse;
class CompleteEnrollmentRequest;
class CreateProgramRequest;
class Enrollment;
class ExcuseDaysRequest;
class Exercise;
class GetEnrollmentRequest;
class GetExerciseRequest;
class GetProgramRequest;
class HoldEnrollmentRequest;
class ListEnrollmentsRequest;
class ListEnrollmentsResponse;
class ListExercisesRequest;
class ListExercisesResponse;
class ListProgramsRequest;
class ListProgramsResponse;
class PrescribeExercisesRequest;
class PrescribeExercisesResponse;
class Program;
class ProgressExerciseRequest;
class PublishProgramRequest;
class RegressExerciseRequest;
class ReleaseExerciseRequest;
class ResumeEnrollmentRequest;
class RetireProgramRequest;
class ReviseProgramRequest;
class StopEnrollmentRequest;
class UpdateProgramRequest;
}  // namespace midstance::v1

// The methods of ProgramService; what each promises stands in the proto. What has to look at the
// library or at the patient's findings takes the engines, which have both.
namespace midstance::programs {

struct GetExercise {
  const exercises::Catalogue& catalogue;

  absl::StatusOr<v1::Exercise> operator()(const rpc::Call& call, const storage::Reader& reader,
                                          const v1::GetExerciseRequest& request) const;
};

struct ListExercises {
  const exercises::Catalogue& catalogue;
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListExercisesResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListExercisesRequest& request) const;
};

struct CreateProgram {
  const exercises::Catalogue& catalogue;

  absl::StatusOr<v1::Program> operator()(const rpc::Call& call, storage::Writer& writer,
                                         const v1::CreateProgramRequest& request) const;
};

absl::StatusOr<v1::Program> GetProgram(const rpc::Call& call, const storage::Reader& reader,
                                       const v1::GetProgramRequest& request);

struct ListPrograms {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListProgramsResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::ListProgramsRequest& request) const;
};

struct UpdateProgram {
  const exercises::Catalogue& catalogue;

  absl::StatusOr<v1::Program> operator()(const rpc::Call& call, storage::Writer& writer,
                                         const v1::UpdateProgramRequest& request) const;
};

struct PublishProgram {
  const exercises::Catalogue& catalogue;

  absl::StatusOr<v1::Program> operator()(const rpc::Call& call, storage::Writer& writer,
                                         const v1::PublishProgramRequest& request) const;
};

absl::StatusOr<v1::Program> ReviseProgram(const rpc::Call& call, storage::Writer& writer,
                                          const v1::ReviseProgramRequest& request);

absl::StatusOr<v1::Program> RetireProgram(const rpc::Call& call, storage::Writer& writer,
                                          const v1::RetireProgramRequest& request);

struct CheckPrescription {
  const cases::Engines& engines;

  absl::StatusOr<v1::CheckPrescriptionResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::CheckPrescriptionRequest& request) const;
};

struct AssignProgram {
  const cases::Engines& engines;

  absl::StatusOr<v1::AssignProgramResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::AssignProgramRequest& request) const;
};

absl::StatusOr<v1::Enrollment> GetEnrollment(const rpc::Call& call, const storage::Reader& reader,
                                             const v1::GetEnrollmentRequest& request);

struct ListEnrollments {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListEnrollmentsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListEnrollmentsRequest& request) const;
};

struct PrescribeExercises {
  const cases::Engines& engines;

  absl::StatusOr<v1::PrescribeExercisesResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::PrescribeExercisesRequest& request) const;
};

struct ProgressExercise {
  const cases::Engines& engines;

  absl::StatusOr<v1::PrescribeExercisesResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::ProgressExerciseRequest& request) const;
};

struct RegressExercise {
  const cases::Engines& engines;

  absl::StatusOr<v1::PrescribeExercisesResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::RegressExerciseRequest& request) const;
};

struct HoldEnrollment {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::Enrollment> operator()(const rpc::Call& call, storage::Writer& writer,
                                            const v1::HoldEnrollmentRequest& request) const;
};

struct ResumeEnrollment {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::Enrollment> operator()(const rpc::Call& call, storage::Writer& writer,
                                            const v1::ResumeEnrollmentRequest& request) const;
};

struct CompleteEnrollment {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::Enrollment> operator()(const rpc::Call& call, storage::Writer& writer,
                                            const v1::CompleteEnrollmentRequest& request) const;
};

struct StopEnrollment {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::Enrollment> operator()(const rpc::Call& call, storage::Writer& writer,
                                            const v1::StopEnrollmentRequest& request) const;
};

struct ReleaseExercise {
  const cases::Engines& engines;

  absl::StatusOr<v1::Enrollment> operator()(const rpc::Call& call, storage::Writer& writer,
                                            const v1::ReleaseExerciseRequest& request) const;
};

absl::StatusOr<v1::Enrollment> ExcuseDays(const rpc::Call& call, storage::Writer& writer,
                                          const v1::ExcuseDaysRequest& request);

}  // namespace midstance::programs
