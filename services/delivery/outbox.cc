#include "services/delivery/outbox.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/delivery/cause.h"
#include "services/delivery/name.h"
#include "services/delivery/settings.h"
#include "services/jobs/unit.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::delivery {
namespace {

using storage::v1::DeliveryCursor;
using v1::Delivery;
using v1::Escalation;

constexpr int kChangesAtOnce = 500;
// So far behind what was read the stored cursor may be.
constexpr std::int64_t kMostBehind = 5000;
// What tells of a time so long before the cursor was made was there already, unless the journal
// says that it came since. A call knows its time before it is committed.
constexpr auto kBeforeTheFirst = std::chrono::hours{1};

Delivery NewNotice(const Escalation& escalation, int event, const std::string& recipient,
                   Delivery::Channel channel, Instant now) {
  Delivery delivery;
  delivery.set_name(NameOf(escalation.name(), event, recipient, channel));
  delivery.set_kind(Delivery::KIND_NOTICE);
  delivery.set_channel(channel);
  delivery.set_state(Delivery::STATE_WAITING);
  delivery.set_recipient(recipient);
  delivery.set_about(escalation.name());
  *delivery.mutable_next_attempt_time() = TimestampOf(now);
  return delivery;
}

// By every channel that reaches her; where none does, one that says so.
absl::Status AddNotices(const OutboxParts& parts, const storage::Reader& reader,
                        const Escalation& escalation, int event, const std::string& recipient,
                        Instant now, std::vector<Delivery>& notices) {
  std::optional<Delivery> unreachable;
  bool reached = false;
  for (const auto channel : parts.channels) {
    Delivery notice = NewNotice(escalation, event, recipient, channel, now);
    MIDSTANCE_ASSIGN_OR_RETURN(const auto problem, WhyNotReached(reader, recipient, channel));
    if (problem.empty()) {
      reached = true;
      notices.push_back(std::move(notice));
      continue;
    }
    notice.set_state(Delivery::STATE_DEAD);
    notice.clear_next_attempt_time();
    auto& attempt = *notice.add_attempts();
    *attempt.mutable_time() = TimestampOf(now);
    attempt.set_problem(problem);
    unreachable = std::move(notice);
  }
  if (!reached && unreachable.has_value()) notices.push_back(*std::move(unreachable));
  return absl::OkStatus();
}

// An event is decided on once: later nobody else is told of it because the case went to somebody
// else, or by another channel because that is new.
absl::StatusOr<bool> IsDecided(const storage::Reader& reader, const Escalation& escalation,
                               int event) {
  storage::Query query;
  query.name_prefix = NamesOf(escalation.name(), event);
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto made, reader.List<Delivery>(query));
  return !made.items.empty();
}

// The changes of a part of the journal in which an escalation was written, by their times.
using Changes = std::set<Instant>;

// It came since notices began. A change that is read behind the cursor did, whatever the clock said
// when they began: an event has the time of its change.
bool IsNew(const Escalation::Event& event, const Changes& changes, Instant since) {
  const Instant time = InstantOf(event.time());
  return changes.contains(time) || time >= since;
}

absl::Status AddOf(const OutboxParts& parts, const storage::Reader& reader, const std::string& name,
                   const Changes& changes, Instant since, Instant now,
                   std::vector<Delivery>& notices) {
  const auto found = reader.Get<Escalation>(name);
  if (ReasonOf(found.status()) == v1::ERROR_REASON_RESOURCE_NOT_FOUND) return absl::OkStatus();
  MIDSTANCE_RETURN_IF_ERROR(found.status());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed, ResourceName::Parse(name));
  MIDSTANCE_ASSIGN_OR_RETURN(const bool deleted, jobs::IsDeleted(reader, parsed.patient_name()));
  if (deleted) return absl::OkStatus();
  for (int event = 0; event < found->history_size(); ++event) {
    const auto& of = found->history(event);
    if (!GoesOut(parts.settings, of.kind(), found->urgency())) continue;
    if (!IsNew(of, changes, since)) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const auto over, WhyNoNotice(parts.worklist, reader, *found, event));
    if (!over.empty()) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const bool decided, IsDecided(reader, *found, event));
    if (decided) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const auto recipient, RecipientOf(reader, *found, event));
    MIDSTANCE_RETURN_IF_ERROR(AddNotices(parts, reader, *found, event, recipient, now, notices));
  }
  return absl::OkStatus();
}

// A part of the journal.
struct Part {
  std::int64_t last = 0;
  std::map<std::string, Changes> escalations;
};

absl::StatusOr<Part> PartAfter(const storage::Reader& reader, std::int64_t after) {
  Part part{.last = after, .escalations = {}};
  MIDSTANCE_ASSIGN_OR_RETURN(const auto entries, reader.JournalAfter(after, kChangesAtOnce));
  for (const auto& entry : entries) {
    part.last = std::max(part.last, entry.change());
    for (const auto& resource : entry.resources()) {
      if (resource.type() == storage::TableOf<Escalation>().resource_type) {
        part.escalations[resource.name()].insert(FromMicros(entry.time_micros()));
      }
    }
  }
  return part;
}

absl::StatusOr<std::vector<Delivery>> NoticesOf(const OutboxParts& parts,
                                                const storage::Reader& reader, const Part& part,
                                                const DeliveryCursor& cursor, Instant now) {
  const Instant since = InstantOf(cursor.create_time()) - kBeforeTheFirst;
  std::vector<Delivery> notices;
  for (const auto& [escalation, changes] : part.escalations) {
    MIDSTANCE_RETURN_IF_ERROR(AddOf(parts, reader, escalation, changes, since, now, notices));
  }
  return notices;
}

// Runs on the writer's thread: nothing comes between the end of the journal and the cursor.
absl::StatusOr<storage::WriteUnit> Begin(const storage::Reader& reader, Instant now) {
  storage::Writer writer(reader);
  DeliveryCursor cursor;
  cursor.set_name(kCursor);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto last, reader.LastChange());
  cursor.set_change(last);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(cursor, now));
  return jobs::UnitOf(writer, "delivery.begin", now);
}

absl::StatusOr<storage::WriteUnit> Make(const OutboxParts& parts, const storage::Reader& reader,
                                        const Part& part, Instant now) {
  storage::Writer writer(reader);
  MIDSTANCE_ASSIGN_OR_RETURN(auto cursor, writer.Get<DeliveryCursor>(kCursor));
  MIDSTANCE_ASSIGN_OR_RETURN(auto notices, NoticesOf(parts, reader, part, cursor, now));
  for (Delivery& notice : notices) MIDSTANCE_RETURN_IF_ERROR(writer.Insert(notice, now));
  cursor.set_change(std::max(cursor.change(), part.last));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(cursor, now));
  return jobs::UnitOf(writer, "delivery.make", now);
}

}  // namespace

absl::Status Outbox::ReadOn(const std::string& clinic, Instant now) {
  Part part;
  bool begun = false;
  bool news = false;
  MIDSTANCE_RETURN_IF_ERROR(store_.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    const auto cursor = reader.Get<DeliveryCursor>(kCursor);
    begun = ReasonOf(cursor.status()) != v1::ERROR_REASON_RESOURCE_NOT_FOUND;
    if (!begun) return absl::OkStatus();
    if (!cursor.ok()) return cursor.status();
    MIDSTANCE_ASSIGN_OR_RETURN(part, PartAfter(reader, std::max(cursor->change(), read_[clinic])));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto notices, NoticesOf(parts_, reader, part, *cursor, now));
    news = !notices.empty() || part.last - cursor->change() > kMostBehind;
    return absl::OkStatus();
  }));
  if (!begun) {
    return store_.Write(clinic, [&](const storage::Reader& reader) { return Begin(reader, now); })
        .status();
  }
  if (news) {
    MIDSTANCE_RETURN_IF_ERROR(
        store_
            .Write(clinic,
                   [&](const storage::Reader& reader) { return Make(parts_, reader, part, now); })
            .status());
  }
  read_[clinic] = part.last;
  return absl::OkStatus();
}

absl::Status Outbox::Tick(Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto clinics, store_.Clinics());
  absl::Status first;
  for (const auto& clinic : clinics) first.Update(ReadOn(clinic, now));
  return first;
}

}  // namespace midstance::delivery
