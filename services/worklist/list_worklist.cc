#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/worklist_service.pb.h"
#include "services/rpc/paging.h"
#include "services/worklist/bands.h"
#include "services/worklist/records.h"
#include "services/worklist/verbs.h"
#include "support/status.h"

namespace midstance::worklist {
namespace {

constexpr int kMostRows = 5000;

// Of several sources the one whose next candidate comes first; nullptr when all are at their end.
absl::StatusOr<Source*> First(const std::vector<std::unique_ptr<Source>>& sources) {
  Source* first = nullptr;
  const Candidate* best = nullptr;
  for (const auto& source : sources) {
    MIDSTANCE_ASSIGN_OR_RETURN(const Candidate* candidate, source->Peek());
    if (candidate == nullptr) continue;
    if (best == nullptr || candidate->place.Before(best->place)) {
      best = candidate;
      first = source.get();
    }
  }
  return first;
}

// Fills a page from where it goes on; answers with the place that the next page goes on behind, or
// nothing when there is no more.
class PageWriter {
 public:
  PageWriter(const Ground& ground, int size, v1::ListWorklistResponse& response)
      : ground_(ground), size_(size), records_(ground.reader), response_(response) {}

  absl::StatusOr<std::optional<Place>> Fill(const std::optional<Place>& after) {
    const int begin = after.has_value() ? static_cast<int>(after->band) : 0;
    for (int band = begin; band < kBands; ++band) {
      const bool resumes = after.has_value() && band == begin;
      MIDSTANCE_ASSIGN_OR_RETURN(const auto sources, SourcesOf(ground_, static_cast<Band>(band),
                                                               resumes ? &*after : nullptr));
      MIDSTANCE_ASSIGN_OR_RETURN(const bool full, Take(sources));
      if (full) return last_;
    }
    return std::nullopt;
  }

 private:
  // True when the page ends here: it is full and there is more, or enough rows were looked at.
  absl::StatusOr<bool> Take(const std::vector<std::unique_ptr<Source>>& sources) {
    while (true) {
      MIDSTANCE_ASSIGN_OR_RETURN(auto* source, First(sources));
      if (source == nullptr) return false;
      MIDSTANCE_ASSIGN_OR_RETURN(const Candidate* next, source->Peek());
      Candidate candidate = *next;
      source->Pop();
      MIDSTANCE_ASSIGN_OR_RETURN(const bool belongs,
                                 records_.Complete(ground_.request.assignee(), candidate.item));
      const bool full = response_.items_size() == size_;
      if (belongs && full) return true;
      if (belongs) *response_.add_items() = std::move(candidate.item);
      // A full page goes on behind its last item, so that what was passed over since is looked at
      // again only then.
      if (!full) last_ = std::move(candidate.place);
      if (++rows_ >= kMostRows) return true;
    }
  }

  const Ground& ground_;
  const int size_;
  Records records_;
  v1::ListWorklistResponse& response_;
  std::optional<Place> last_;
  int rows_ = 0;
};

}  // namespace

absl::StatusOr<v1::ListWorklistResponse> ListWorklist::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListWorklistRequest& request) const {
  rpc::Asked asked = rpc::AskedBy(request);
  asked.filter = request.assignee();  // of the same page token as long as it is the same
  MIDSTANCE_ASSIGN_OR_RETURN(const int size, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto token, rpc::OpenPageToken(sealer, call, asked));
  std::optional<Place> after;
  if (!token.empty()) after = Place::Parse(token);
  const Ground ground{call, reader, calendar, settings, request};
  v1::ListWorklistResponse response;
  PageWriter page(ground, size, response);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto last, page.Fill(after));
  if (response.items().empty()) {
    MIDSTANCE_RETURN_IF_ERROR(rpc::ParentExists(reader, request.parent()));
  }
  if (last.has_value()) {
    response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, last->Text()));
  }
  return response;
}

}  // namespace midstance::worklist
