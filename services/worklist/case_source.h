#pragma once

#include <functional>
#include <string>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "services/worklist/source.h"

namespace midstance::worklist {

// Cases of one state that a look at their records makes items of. No index has their order, so they
// are read a thousand at a time and put in order within those: a clinic with more cases in a state
// sees one such list after the other.
class CaseSource final : public Source {
 public:
  // Fills the item and its place's due time; false when the case is none for the list.
  using Judge = std::function<absl::StatusOr<bool>(const v1::Case&, Candidate&)>;

  CaseSource(const storage::Reader& reader, storage::Query query, Band band, Judge judge,
             const Place* after);

  absl::StatusOr<const Candidate*> Peek() override;
  void Pop() override { ++next_; }

 private:
  absl::Status ReadChunk();

  const storage::Reader& reader_;
  storage::Query query_;
  const Band band_;
  Judge judge_;
  Place after_;
  bool resumed_ = false;
  std::vector<Candidate> found_;
  std::size_t next_ = 0;
  bool ended_ = false;
};

}  // namespace midstance::worklist
