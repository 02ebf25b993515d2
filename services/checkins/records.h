#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string_view>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "services/adherence/clinic_day.h"
#include "services/rpc/call.h"
#include "storage/store.h"

// What is stored of a case's home program and what was told of it.
namespace midstance::checkins {

// Every home program of the case, in any state.
absl::StatusOr<std::vector<v1::Enrollment>> EnrollmentsOf(const storage::Reader& reader,
                                                          std::string_view case_name);

// The check-ins of the case that count and tell of these days.
absl::StatusOr<std::vector<v1::CheckIn>> CheckInsOf(const storage::Reader& reader,
                                                    std::string_view case_name,
                                                    const adherence::Days& days,
                                                    const schedule::ClinicCalendar& calendar);

// Where the case has a home program that is active, or that held on the day which the check-in
// tells of, sorts out each exercise that was not prescribed that day. What a patient sent is moved
// to `left_out_exercises`: the program may have changed since she was asked, and her other answers
// may not wait for that. Of staff it is FIELD_INVALID. Reads nothing when no exercise is told.
absl::Status SortOutExercises(const rpc::Call& call, const storage::Reader& reader,
                              std::string_view case_name, const schedule::ClinicCalendar& calendar,
                              v1::CheckIn& check_in);

}  // namespace midstance::checkins
