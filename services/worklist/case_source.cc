#include "services/worklist/case_source.h"

#include <algorithm>

#include "storage/tables/all.h"

namespace midstance::worklist {
namespace {

constexpr int kCasesOfAChunk = 1000;

}  // namespace

CaseSource::CaseSource(const storage::Reader& reader, storage::Query query, Band band, Judge judge,
                       const Place* after)
    : reader_(reader), query_(std::move(query)), band_(band), judge_(std::move(judge)) {
  // The order of the index on states: by name SQLite would read every case of the clinic.
  query_.order = {{"update_time", false}};
  query_.limit = kCasesOfAChunk;
  if (after == nullptr) return;
  after_ = *after;
  resumed_ = true;
  query_.after_name = after_.chunk;
}

absl::Status CaseSource::ReadChunk() {
  const std::string chunk = query_.after_name;
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader_.List<v1::Case>(query_));
  found_.clear();
  next_ = 0;
  for (const v1::Case& of : page.items) {
    Candidate candidate;
    candidate.place.band = band_;
    candidate.place.chunk = chunk;
    candidate.place.name = of.name();
    candidate.item.set_resource(of.name());
    MIDSTANCE_ASSIGN_OR_RETURN(const bool belongs, judge_(of, candidate));
    if (!belongs || (resumed_ && !after_.Before(candidate.place))) continue;
    found_.push_back(std::move(candidate));
  }
  std::sort(found_.begin(), found_.end(), [](const Candidate& one, const Candidate& other) {
    return one.place.Before(other.place);
  });
  resumed_ = false;
  query_.after_name = std::move(page.last_name);
  ended_ = query_.after_name.empty();
  return absl::OkStatus();
}

absl::StatusOr<const Candidate*> CaseSource::Peek() {
  while (next_ >= found_.size()) {
    if (ended_) return nullptr;
    MIDSTANCE_RETURN_IF_ERROR(ReadChunk());
  }
  return &found_[next_];
}

}  // namespace midstance::worklist
