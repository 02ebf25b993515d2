#include "services/checkins/recorded.h"

#include <algorithm>
#include <utility>

#include "storage/tables/all.h"
#include "support/deterministic.h"
#include "support/digest.h"
#include "support/status.h"

namespace midstance::checkins {
namespace {

constexpr std::size_t kUuidLength = 36;
constexpr std::size_t kVersionAt = 14;
// The first 48 bits, "018f3c2b-9a41", are milliseconds since 1970.
constexpr std::size_t kTimeGap = 8;
constexpr std::size_t kTimeRest = 4;

std::optional<Instant> TimeOf(std::string_view uuid) {
  if (uuid.size() != kUuidLength || uuid[kVersionAt] != '7' || uuid[kTimeGap] != '-') {
    return std::nullopt;
  }
  const auto bytes = FromHex(std::string(uuid.substr(0, kTimeGap)) +
                             std::string(uuid.substr(kTimeGap + 1, kTimeRest)));
  if (!bytes.has_value()) return std::nullopt;
  std::int64_t millis = 0;
  for (const char byte : *bytes) millis = millis << 8 | static_cast<unsigned char>(byte);
  return Instant{std::chrono::milliseconds{millis}};
}

// The exercises as they were sent, whichever of them were left out since; each and its side is told
// once, so their order says nothing.
void PutExercisesTogether(v1::CheckIn& check_in) {
  auto& all = *check_in.mutable_exercises();
  all.MergeFrom(check_in.left_out_exercises());
  check_in.clear_left_out_exercises();
  std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
    return std::pair(std::string_view(one.exercise()), one.side()) <
           std::pair(std::string_view(other.exercise()), other.side());
  });
}

// What a client may set.
v1::CheckIn Content(v1::CheckIn check_in) {
  PutExercisesTogether(check_in);
  check_in.clear_name();
  check_in.clear_etag();
  check_in.clear_create_time();
  check_in.clear_update_time();
  check_in.clear_state();
  check_in.clear_amends();
  check_in.clear_amended_by();
  check_in.clear_change_reason();
  check_in.clear_change_author();
  check_in.clear_entered_by();
  check_in.clear_safety_text_version();
  return check_in;
}

}  // namespace

std::optional<RecordKey> KeyOf(std::string_view principal, std::string_view request_id) {
  const auto time = TimeOf(request_id);
  if (!time.has_value()) return std::nullopt;
  std::string text(principal);
  text.append("\n").append(request_id);
  const Digest digest = Sha256(text);
  RecordKey key;
  std::copy_n(digest.begin(), key.seed.size(), key.seed.begin());
  key.id = rpc::MakeId(*time, key.seed, 0);
  return key;
}

bool SameContent(const v1::CheckIn& recorded, const v1::CheckIn& sent) {
  return DeterministicBytes(Content(recorded)) == DeterministicBytes(Content(sent));
}

absl::StatusOr<std::optional<v1::CheckIn>> FindRecorded(const storage::Reader& reader,
                                                        const ResourceName& parent,
                                                        const RecordKey& key,
                                                        const v1::CheckIn& sent) {
  auto found = reader.Get<v1::CheckIn>(ChildName(parent, Kind::kCheckIn, key.id).str());
  if (ReasonOf(found.status()) == v1::ERROR_REASON_RESOURCE_NOT_FOUND) return std::nullopt;
  if (!found.ok()) return found.status();
  if (SameContent(*found, sent)) return *std::move(found);
  return Error(v1::ERROR_REASON_REQUEST_ID_REUSED)
      .Field("request_id", "was used before for another check-in; a new one needs a new id");
}

}  // namespace midstance::checkins
