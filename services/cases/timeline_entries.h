#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/referral.pb.h"

// What each resource of a case adds to its timeline, in plain words.
namespace midstance::cases {

// An entry with its place. The order of a timeline is total: newest first by the time it occurred,
// then by resource, then by what happened to the resource last.
struct Placed {
  std::int64_t occurred = 0;  // microseconds
  std::string resource;
  int step = 0;
  v1::TimelineEntry entry;

  bool Before(const Placed& other) const;
};

using Entries = std::vector<Placed>;

void AddTo(Entries& timeline, const v1::Case& of);
void AddTo(Entries& timeline, const v1::Assessment& assessment);
void AddTo(Entries& timeline, const v1::CheckIn& check_in);
void AddTo(Entries& timeline, const v1::FollowUp& follow_up);
void AddTo(Entries& timeline, const v1::Escalation& escalation);
void AddTo(Entries& timeline, const v1::Referral& referral);

}  // namespace midstance::cases
