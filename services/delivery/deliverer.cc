#include "services/delivery/deliverer.h"

#include <utility>
#include <vector>

#include "services/delivery/settings.h"
#include "services/jobs/unit.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::delivery {
namespace {

using v1::Delivery;
using Retry = config::v1::DeliverySettings::Retry;

constexpr int kMostAttempts = 50;
constexpr int kRowsOfAPage = 100;

storage::Query DueAt(Instant now) {
  using storage::Filter;
  storage::Query query;
  query.where =
      Filter::All({Filter::Equal("state", std::int64_t{Delivery::STATE_WAITING}),
                   Filter::Compare("next_attempt_time", Filter::Op::kLessOrEqual, MicrosOf(now))});
  query.order = {{"next_attempt_time", false}};
  query.limit = kRowsOfAPage;
  return query;
}

// Those of one channel, past whatever waits for others.
absl::StatusOr<std::vector<Delivery>> DueBy(const storage::Reader& reader,
                                            Delivery::Channel channel, Instant now) {
  std::vector<Delivery> due;
  storage::Query query = DueAt(now);
  do {
    MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader.List<Delivery>(query));
    for (Delivery& one : page.items) {
      if (one.channel() == channel && due.size() < kMostSent) due.push_back(std::move(one));
    }
    query.after_name = std::move(page.last_name);
  } while (!query.after_name.empty() && due.size() < kMostSent);
  return due;
}

// Of many tries the first and the latest ones are kept.
void AddAttempt(const Try& tried, Instant now, Delivery& delivery) {
  auto& attempts = *delivery.mutable_attempts();
  if (attempts.size() >= kMostAttempts) attempts.DeleteSubrange(1, 1);
  auto& attempt = *attempts.Add();
  *attempt.mutable_time() = TimestampOf(now);
  attempt.set_problem(tried.problem);
  delivery.set_tries(delivery.tries() + 1);
}

void Settle(const Try& tried, const Retry& retry, Instant now, Delivery& delivery) {
  AddAttempt(tried, now, delivery);
  if (tried.end == Try::End::kTaken) {
    // Also when somebody cancelled it meanwhile: it is out.
    delivery.set_state(Delivery::STATE_DELIVERED);
    *delivery.mutable_deliver_time() = TimestampOf(now);
    delivery.clear_next_attempt_time();
    return;
  }
  if (delivery.state() != Delivery::STATE_WAITING) return;
  if (tried.end == Try::End::kNever || GivenUp(retry, delivery.tries())) {
    delivery.set_state(Delivery::STATE_DEAD);
    delivery.clear_next_attempt_time();
    return;
  }
  *delivery.mutable_next_attempt_time() = TimestampOf(now + WaitAfter(retry, delivery.tries()));
}

void Cancel(const std::string& why, Delivery& delivery) {
  if (delivery.state() != Delivery::STATE_WAITING) return;
  delivery.set_state(Delivery::STATE_CANCELLED);
  delivery.set_change_reason("Not sent: " + why + ".");
  delivery.clear_changed_by();
  delivery.clear_next_attempt_time();
}

template <class Change>
absl::Status Write(storage::Store& store, const std::string& clinic, const std::string& name,
                   std::string_view action, Instant now, const Change& change) {
  return store
      .Write(clinic,
             [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
               storage::Writer writer(reader);
               MIDSTANCE_ASSIGN_OR_RETURN(auto delivery, writer.Get<Delivery>(name));
               change(delivery);
               MIDSTANCE_RETURN_IF_ERROR(writer.Update(delivery, now));
               return jobs::UnitOf(writer, action, now);
             })
      .status();
}

}  // namespace

absl::StatusOr<bool> Deliverer::SendDue(const std::string& clinic, Instant now,
                                        const std::stop_token& stop) {
  std::vector<Delivery> due;
  MIDSTANCE_RETURN_IF_ERROR(store_.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(due, DueBy(reader, channel_.kind(), now));
    return absl::OkStatus();
  }));
  for (const Delivery& delivery : due) {
    if (stop.stop_requested()) return false;
    Rendered rendered;
    MIDSTANCE_RETURN_IF_ERROR(
        store_.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(rendered, Render(parts_.render, reader, delivery, now));
          return absl::OkStatus();
        }));
    if (!rendered.gone.empty()) {
      MIDSTANCE_RETURN_IF_ERROR(Write(store_, clinic, delivery.name(), "delivery.drop", now,
                                      [&](Delivery& found) { Cancel(rendered.gone, found); }));
      continue;
    }
    const Try tried = rendered.unreached.empty() ? channel_.Send(rendered.message, stop)
                                                 : Never(rendered.unreached);
    // Cut short by the end of the server, it is as if it had not been tried.
    if (tried.end == Try::End::kNotNow && stop.stop_requested()) return false;
    const Retry& retry = RetryOf(parts_.settings, delivery.kind(), rendered.urgency);
    MIDSTANCE_RETURN_IF_ERROR(Write(store_, clinic, delivery.name(), "delivery.send", now,
                                    [&](Delivery& found) { Settle(tried, retry, now, found); }));
    if (tried.end == Try::End::kNotNow) return false;
  }
  return true;
}

absl::Status Deliverer::Tick(Instant now, const std::stop_token& stop) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto clinics, store_.Clinics());
  absl::Status first;
  for (const auto& clinic : clinics) {
    const auto on = SendDue(clinic, now, stop);
    first.Update(on.status());
    if (on.ok() && !*on) break;
  }
  return first;
}

}  // namespace midstance::delivery
