#include "tests/e2e/kill/worker.h"

#include <algorithm>

#include "tests/e2e/harness/server.h"

namespace midstance::e2e {
namespace {

void Number(v1::SiteReport& report, const char* code, double number) {
  v1::Observation& observation = *report.add_observations();
  observation.set_code(code);
  observation.set_number(number);
}

void Present(v1::SiteReport& report, const char* code) {
  v1::Observation& observation = *report.add_observations();
  observation.set_code(code);
  observation.set_answer(v1::ANSWER_PRESENT);
}

}  // namespace

void Worker::Run(const std::function<void()>& acknowledged) {
  while (true) {
    Write& write = writes_.emplace_back(Next());
    if (!Send(session_, write).ok()) return;
    std::erase_if(active_,
                  [&](const v1::CheckIn& known) { return known.name() == write.replaces; });
    if (write.kind != Write::Kind::kRetract) active_.push_back(write.answer);
    acknowledged();
  }
}

Write Worker::Next() {
  const std::uint64_t dice = Below(100);
  if (active_.empty() || dice < 80) return Record();
  const v1::CheckIn& old = active_[Below(active_.size())];
  return dice < 92 ? Amend(old) : Retract(old);
}

Write Worker::Record() {
  Write write;
  write.kind = Write::Kind::kRecord;
  write.flagged = Below(4) == 0;
  write.site = AnySite();
  v1::RecordCheckInRequest request;
  request.set_parent(cases_[Below(cases_.size())]);
  *request.mutable_check_in() = Answers(write.flagged, write.site);
  request.set_request_id(NextRequestId());
  write.body = request.SerializeAsString();
  return write;
}

Write Worker::Amend(const v1::CheckIn& old) {
  Write write;
  write.kind = Write::Kind::kAmend;
  write.replaces = old.name();
  write.flagged = Below(2) == 0;
  write.site = AnySite();
  v1::AmendCheckInRequest request;
  request.set_name(old.name());
  request.set_etag(old.etag());
  *request.mutable_check_in() = Answers(write.flagged, write.site);
  request.set_reason("asked again by telephone");
  request.set_request_id(NextRequestId());
  write.body = request.SerializeAsString();
  return write;
}

Write Worker::Retract(const v1::CheckIn& old) {
  Write write;
  write.kind = Write::Kind::kRetract;
  write.replaces = old.name();
  v1::RetractCheckInRequest request;
  request.set_name(old.name());
  request.set_etag(old.etag());
  request.set_reason("of another patient");
  request.set_request_id(NextRequestId());
  write.body = request.SerializeAsString();
  return write;
}

v1::CheckIn Worker::Answers(bool hot, const v1::Site& site) {
  v1::CheckIn check_in;
  v1::SiteReport& report = *check_in.add_reports();
  *report.mutable_site() = site;
  Number(report, "swelling", hot ? 2 : 0);
  Number(report, "rest_nprs", static_cast<double>(Below(3)));
  if (hot) {
    Present(report, "warmth");
    Present(report, "redness");
  }
  return check_in;
}

v1::Site Worker::AnySite() {
  constexpr v1::Area kAreas[] = {v1::AREA_HIP, v1::AREA_KNEE, v1::AREA_ANKLE};
  v1::Site site;
  site.set_area(kAreas[Below(3)]);
  site.set_side(Below(2) == 0 ? v1::SIDE_LEFT : v1::SIDE_RIGHT);
  return site;
}

// Of version 4: a check-in's name follows from a request id of version 7, so that one that was lost
// would be made again under its own name by being sent again, and not be missed.
std::string Worker::NextRequestId() {
  std::string id = RequestId(stream_, ++calls_);
  constexpr std::size_t kVersion = 14;
  id[kVersion] = '4';
  return id;
}

}  // namespace midstance::e2e
