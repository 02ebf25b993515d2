#pragma once

#include <absl/status/statusor.h>

#include "services/cases/engine/engines.h"
#include "services/rpc/authenticator.h"
#include "services/rpc/call.h"
#include "services/rpc/ids.h"
#include "storage/store.h"
#include "support/schema.h"
#include "support/tokens.h"

namespace midstance::v1 {
class AmendCheckInRequest;
class BatchRecordCheckInsRequest;
class BatchRecordCheckInsResponse;
class CheckIn;
class CheckInForm;
class CheckInLink;
class GetCheckInFormRequest;
class GetCheckInRequest;
class IssueCheckInLinkRequest;
class IssueCheckInLinkResponse;
class ListCheckInsRequest;
class ListCheckInsResponse;
class RecordCheckInRequest;
class RecordCheckInResponse;
class RetractCheckInRequest;
class RevokeCheckInLinkRequest;
}  // namespace midstance::v1

// The methods of CheckInService; what each promises stands in the proto.
namespace midstance::checkins {

struct RecordCheckIn {
  const cases::Engines& engines;

  absl::StatusOr<v1::RecordCheckInResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::RecordCheckInRequest& request) const;
};

struct BatchRecordCheckIns {
  const cases::Engines& engines;
  const Schema& schema;

  absl::StatusOr<v1::BatchRecordCheckInsResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::BatchRecordCheckInsRequest& request) const;
};

struct AmendCheckIn {
  const cases::Engines& engines;

  absl::StatusOr<v1::RecordCheckInResponse> operator()(
      const rpc::Call& call, storage::Writer& writer, const v1::AmendCheckInRequest& request) const;
};

struct RetractCheckIn {
  const cases::Engines& engines;

  absl::StatusOr<v1::RecordCheckInResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::RetractCheckInRequest& request) const;
};

absl::StatusOr<v1::CheckIn> GetCheckIn(const rpc::Call& call, const storage::Reader& reader,
                                       const v1::GetCheckInRequest& request);

struct ListCheckIns {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListCheckInsResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::ListCheckInsRequest& request) const;
};

struct IssueCheckInLink {
  rpc::RandomSource& random;

  absl::StatusOr<v1::IssueCheckInLinkResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::IssueCheckInLinkRequest& request) const;
};

struct RevokeCheckInLink {
  rpc::Authenticator& authenticator;

  absl::StatusOr<v1::CheckInLink> operator()(const rpc::Call& call, storage::Writer& writer,
                                             const v1::RevokeCheckInLinkRequest& request) const;
};

struct GetCheckInForm {
  const cases::Engines& engines;

  absl::StatusOr<v1::CheckInForm> operator()(const rpc::Call& call, const storage::Reader& reader,
                                             const v1::GetCheckInFormRequest& request) const;
};

}  // namespace midstance::checkins
