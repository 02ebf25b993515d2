#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "services/cases/timeline_entries.h"
#include "services/cases/timeline_then.h"
#include "services/cases/verbs.h"
#include "services/rpc/paging.h"
#include "storage/filter.h"

namespace midstance::cases {
namespace {

// Clients' clocks may run so far ahead of ours.
constexpr std::int64_t kAhead = std::int64_t{14} * 3600 * 1'000'000;

// "1700000000000000/2/patients/p/cases/c/...": the place of the last entry of a page.
std::string TextOf(const Placed& place) {
  return std::to_string(place.occurred) + "/" + std::to_string(place.step) + "/" + place.resource;
}

std::optional<Placed> PlaceOf(std::string_view text) {
  Placed place;
  const char* const end = text.data() + text.size();
  const auto time = std::from_chars(text.data(), end, place.occurred);
  if (time.ec != std::errc() || time.ptr == end) return std::nullopt;
  const auto step = std::from_chars(time.ptr + 1, end, place.step);
  if (step.ec != std::errc() || step.ptr == end) return std::nullopt;
  place.resource.assign(step.ptr + 1, end);
  return place;
}

// Few of a kind in any case: all of them.
template <class M>
absl::Status AddAll(const storage::Reader& reader, const storage::Query& query, Instant known,
                    Entries& timeline) {
  return reader.ForEach<M>(query, [&](M& item) {
    if (known == Instant::max() || PutBack(known, item)) AddTo(timeline, item);
  });
}

// Which of a list are wanted: from a moment backwards, of what was entered by another.
struct Wanted {
  std::int64_t from;  // microseconds
  std::size_t count;
  Instant known;
};

// Records may be many: those that are wanted, until so many are there and all that occurred
// together with the last of them.
template <class M>
absl::Status AddRecords(const storage::Reader& reader, storage::Query query, const Wanted& wanted,
                        Entries& timeline) {
  using Op = storage::Filter::Op;
  const auto& [from, count, known] = wanted;
  query.where = storage::Filter::Compare("occurred_time", Op::kLessOrEqual, from);
  if (known != Instant::max()) {
    query.where = storage::Filter::All(
        {query.where, storage::Filter::Compare("create_time", Op::kLessOrEqual, MicrosOf(known))});
  }
  query.order = {{"occurred_time", true}};
  query.limit = static_cast<int>(count);
  std::optional<std::int64_t> enough;
  std::size_t added = 0;
  do {
    MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader.List<M>(query));
    for (M& item : page.items) {
      if (known != Instant::max() && !PutBack(known, item)) continue;
      AddTo(timeline, item);
      if (enough.has_value() && timeline.back().occurred < *enough) return absl::OkStatus();
      // Those at `from` itself may lie on the page before.
      if (timeline.back().occurred < from && ++added == count) enough = timeline.back().occurred;
    }
    query.after_name = page.last_name;
  } while (!query.after_name.empty());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListTimelineEntriesResponse> ListTimelineEntries::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListTimelineEntriesRequest& request) const {
  const Instant known = request.has_known_time() ? InstantOf(request.known_time()) : Instant::max();
  const std::string narrowed = request.known_time().SerializeAsString();
  auto asked = rpc::AskedBy(request);
  asked.filter = narrowed;
  MIDSTANCE_ASSIGN_OR_RETURN(const int page_size, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto token, rpc::OpenPageToken(sealer, call, asked));
  const auto after = PlaceOf(token);
  const auto from = after ? after->occurred : std::numeric_limits<std::int64_t>::max();
  const Wanted wanted{
      .from = from, .count = static_cast<std::size_t>(page_size) + 1, .known = known};

  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, reader.Get<v1::Case>(request.parent()));
  Entries timeline;
  AddTo(timeline, of);
  MIDSTANCE_ASSIGN_OR_RETURN(auto query, rpc::QueryUnder(call, of.name(), Kind::kCheckIn));
  MIDSTANCE_RETURN_IF_ERROR(AddRecords<v1::CheckIn>(reader, query, wanted, timeline));
  MIDSTANCE_ASSIGN_OR_RETURN(query, rpc::QueryUnder(call, of.name(), Kind::kAssessment));
  MIDSTANCE_RETURN_IF_ERROR(AddRecords<v1::Assessment>(reader, query, wanted, timeline));
  MIDSTANCE_ASSIGN_OR_RETURN(query, rpc::QueryUnder(call, of.name(), Kind::kFollowUp));
  MIDSTANCE_RETURN_IF_ERROR(AddAll<v1::FollowUp>(reader, query, known, timeline));
  MIDSTANCE_ASSIGN_OR_RETURN(query, rpc::QueryUnder(call, of.name(), Kind::kEscalation));
  MIDSTANCE_RETURN_IF_ERROR(AddAll<v1::Escalation>(reader, query, known, timeline));
  MIDSTANCE_ASSIGN_OR_RETURN(query, rpc::QueryUnder(call, of.name(), Kind::kReferral));
  MIDSTANCE_RETURN_IF_ERROR(AddAll<v1::Referral>(reader, query, known, timeline));
  MIDSTANCE_ASSIGN_OR_RETURN(query, rpc::QueryUnder(call, of.name(), Kind::kOutcomeScore));
  MIDSTANCE_RETURN_IF_ERROR(AddRecords<v1::OutcomeScore>(reader, query, wanted, timeline));
  MIDSTANCE_ASSIGN_OR_RETURN(query, rpc::QueryUnder(call, of.name(), Kind::kEnrollment));
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::Enrollment>(
      query, [&](const v1::Enrollment& one) { AddTo(timeline, one, calendar); }));
  MIDSTANCE_ASSIGN_OR_RETURN(query, rpc::QueryUnder(call, of.name(), Kind::kRunningPlan));
  MIDSTANCE_RETURN_IF_ERROR(AddAll<v1::RunningPlan>(reader, query, known, timeline));

  // A prescription may be of a day to come.
  const std::int64_t latest = MicrosOf(std::min(call.now, known)) + kAhead;
  std::erase_if(timeline, [&](const Placed& place) {
    return place.occurred > latest ||
           (place.entry.has_entered_time() && InstantOf(place.entry.entered_time()) > known);
  });
  if (after) std::erase_if(timeline, [&](const Placed& place) { return !after->Before(place); });
  std::sort(timeline.begin(), timeline.end(),
            [](const Placed& a, const Placed& b) { return a.Before(b); });
  v1::ListTimelineEntriesResponse response;
  for (const Placed& place : timeline) {
    if (response.timeline_entries_size() == page_size) {
      const auto& last = timeline[static_cast<std::size_t>(page_size) - 1];
      response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, TextOf(last)));
      break;
    }
    *response.add_timeline_entries() = place.entry;
  }
  return response;
}

}  // namespace midstance::cases
