#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string_view>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "services/adherence/clinic_day.h"
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
// tells of: FIELD_INVALID for each exercise that was not prescribed that day. Reads nothing when no
// exercise is told.
absl::Status CheckPrescribed(const storage::Reader& reader, std::string_view case_name,
                             const v1::CheckIn& check_in, Instant now,
                             const schedule::ClinicCalendar& calendar);

}  // namespace midstance::checkins
