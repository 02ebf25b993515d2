#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/worklist/place.h"
#include "storage/store.h"
#include "support/status.h"

namespace midstance::worklist {

// Candidates of one band, in order, read as far as they are asked for.
class Source {
 public:
  Source() = default;
  virtual ~Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  // The next one; nullptr at the end.
  virtual absl::StatusOr<const Candidate*> Peek() = 0;
  virtual void Pop() = 0;
};

// Rows behind a place in an order by a time column and then by name. `due` is in the column's time.
inline storage::Filter Behind(const std::string& column, std::int64_t due,
                              const std::string& name) {
  using storage::Filter;
  using Op = Filter::Op;
  auto later_name = Filter::Compare("name", Op::kGreater, name);
  if (due == Place::kNotDue) {
    return Filter::Any(
        {Filter::Compare(column, Op::kNotEqual, std::monostate{}), std::move(later_name)});
  }
  auto same_time = Filter::All({Filter::Equal(column, due), std::move(later_name)});
  return Filter::All(
      {Filter::Compare(column, Op::kGreaterOrEqual, due),
       Filter::Any({Filter::Compare(column, Op::kGreater, due), std::move(same_time)})});
}

// Rows of one table in the order of a time column that has an index. The due time of an item is the
// column's and `offset`.
template <class M>
class TableSource final : public Source {
 public:
  // Fills the item and its place's due time.
  using Fill = std::function<absl::Status(const M&, Candidate&)>;

  TableSource(const storage::Reader& reader, storage::Query query, const std::string& column,
              Duration offset, Band band, Fill fill, const Place* after)
      : reader_(reader), query_(std::move(query)), band_(band), fill_(std::move(fill)) {
    query_.order = {{column, false}};
    query_.limit = kRows;
    if (after == nullptr) return;
    const auto due = after->due == Place::kNotDue ? after->due : after->due - offset.count();
    query_.where =
        storage::Filter::All({std::move(query_.where), Behind(column, due, after->name)});
  }

  absl::StatusOr<const Candidate*> Peek() override {
    if (next_ < found_.size()) return &found_[next_];
    if (ended_) return nullptr;
    MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader_.template List<M>(query_));
    found_.clear();
    found_.reserve(page.items.size());
    next_ = 0;
    for (const M& row : page.items) {
      Candidate& candidate = found_.emplace_back();
      candidate.place.band = band_;
      candidate.place.name = row.name();
      candidate.item.set_resource(row.name());
      MIDSTANCE_RETURN_IF_ERROR(fill_(row, candidate));
    }
    query_.after_name = std::move(page.last_name);
    ended_ = query_.after_name.empty();
    return found_.empty() ? nullptr : &found_.front();
  }
  void Pop() override { ++next_; }

 private:
  static constexpr int kRows = 50;

  const storage::Reader& reader_;
  storage::Query query_;
  const Band band_;
  Fill fill_;
  std::vector<Candidate> found_;
  std::size_t next_ = 0;
  bool ended_ = false;
};

}  // namespace midstance::worklist
