#include "storage/sql/apply.h"

#include <algorithm>

#include "storage/journal.h"
#include "storage/row.h"
#include "storage/sql/sql_reader.h"
#include "storage/sql/terms.h"

namespace midstance::storage::sql {

absl::StatusOr<Applier::Head*> Applier::TakeHead(const std::string& clinic) {
  const auto [place, is_new] = heads_.try_emplace(clinic);
  Head& head = place->second;
  if (!is_new) return &head;
  const auto fail = [&]() -> absl::Status {
    heads_.erase(clinic);
    return session_.Failed();
  };
  {
    const Session::Lease take = session_.Use(kTakeHead);
    if (!take) return fail();
    take->BindText(1, clinic);
    const Step step = take->Next();
    if (step == Step::kFailed) return fail();
    if (step == Step::kRow) {
      head.change = take->Integer(0);
      head.digest = take->Bytes(1);
      // To its end: an UPDATE ... RETURNING counts as done only then.
      if (take->Next() == Step::kFailed) return fail();
      return &head;
    }
  }
  head.digest = FirstDigest();
  const Session::Lease add = session_.Use(kAddHead);
  if (!add) return fail();
  add->BindText(1, clinic);
  add->BindBlob(2, head.digest);
  if (add->Next() != Step::kDone) return fail();
  return &head;
}

Outcome Applier::Apply(const WriteUnit& unit) {
  Outcome outcome;
  const absl::StatusOr<Head*> head = TakeHead(unit.clinic);
  if (!head.ok()) {
    outcome.status = head.status();
    return outcome;
  }
  if (unit.IsEmpty()) {
    outcome.committed.change = (*head)->change;
    return outcome;
  }
  Head next;
  next.change = (*head)->change + 1;
  next.digest = ChainDigest((*head)->digest, next.change, unit.journal.record());
  next.moved = true;
  if (!session_.Run(kBeginUnit)) {
    outcome.status = session_.Failed();
    return outcome;
  }
  const Result result = ApplyInside(unit, next);
  if (result.verdict == Verdict::kKept && session_.Run(kKeepUnit)) {
    outcome.committed.change = next.change;
    **head = std::move(next);
    return outcome;
  }
  outcome.status = result.verdict == Verdict::kKept ? session_.Failed() : result.status;
  outcome.stale = result.verdict == Verdict::kStale;
  // When the engine has ended the transaction by itself there is nothing left to undo; the writer
  // sees that.
  if (!session_.connection().InTransaction()) return outcome;
  broken_ = !session_.Run(kUndoUnit) || !session_.Run(kKeepUnit);
  if (broken_) {
    outcome.status = session_.Failed();
    return outcome;
  }
  if (result.verdict == Verdict::kRepeated) return Repeat(unit);
  return outcome;
}

Applier::Result Applier::ApplyInside(const WriteUnit& unit, const Head& next) {
  if (Result added = AddEntry(unit, next); added.verdict != Verdict::kKept) return added;
  if (Result rows = CheckRows(unit); rows.verdict != Verdict::kKept) return rows;
  if (Result patients = MovePatients(unit); patients.verdict != Verdict::kKept) return patients;
  for (const Mutation& mutation : unit.mutations) {
    if (Result applied = ApplyMutation(unit.clinic, mutation); applied.verdict != Verdict::kKept)
      return applied;
  }
  return {Verdict::kKept, absl::OkStatus()};
}

Applier::Result Applier::AddEntry(const WriteUnit& unit, const Head& next) {
  v1::JournalEntry changed;
  *changed.mutable_resources() = unit.journal.resources();
  const std::string resources = changed.SerializeAsString();
  const Session::Lease add = session_.Use(kAddEntry);
  if (!add) return Fail();
  add->BindText(1, unit.clinic);
  add->BindInteger(2, next.change);
  add->BindInteger(3, unit.journal.time_micros());
  add->BindBlob(4, unit.journal.record());
  add->BindBlob(5, next.digest);
  add->BindBlob(6, resources);
  if (unit.request_key.empty()) {
    add->BindNull(7);
    add->BindNull(8);
    add->BindNull(9);
  } else {
    add->BindBlob(7, unit.request_key);
    add->BindBlob(8, unit.request_digest);
    add->BindBlob(9, unit.reply);
  }
  if (add->Next() == Step::kDone) return {Verdict::kKept, absl::OkStatus()};
  if (session_.failure_kind() == FailureKind::kUnique && !unit.request_key.empty()) {
    return {Verdict::kRepeated, absl::OkStatus()};
  }
  return Fail();
}

Applier::Result Applier::CheckRows(const WriteUnit& unit) {
  for (const ReadRow& row : unit.rows) {
    const Session::Lease read = session_.Use(statements_.Of(*row.table).version);
    if (!read) return Fail();
    read->BindText(1, unit.clinic);
    read->BindText(2, row.name);
    const Step step = read->Next();
    if (step == Step::kFailed) return Fail();
    const std::int64_t now = step == Step::kRow ? read->Integer(0) : 0;
    if (now != row.version) return {Verdict::kStale, absl::OkStatus()};
  }
  return {Verdict::kKept, absl::OkStatus()};
}

Applier::Result Applier::MovePatients(const WriteUnit& unit) {
  for (const auto& [patient, version] : unit.patients) {
    const Session::Lease move = session_.Use(version == 0 ? kAddPatient : kMovePatient);
    if (!move) return Fail();
    move->BindText(1, unit.clinic);
    move->BindText(2, patient);
    if (version != 0) move->BindInteger(3, version);
    if (move->Next() != Step::kDone) {
      if (session_.failure_kind() != FailureKind::kUnique) return Fail();
      return {Verdict::kFailed, Error(midstance::v1::ERROR_REASON_RESOURCE_EXISTS)
                                    .On("midstance.v1/Patient", "patients/" + patient)
                                    .Because("the name of the patient is taken")};
    }
    if (move->Affected() == 0) return {Verdict::kStale, absl::OkStatus()};
  }
  return {Verdict::kKept, absl::OkStatus()};
}

Applier::Result Applier::ApplyMutation(const std::string& clinic, const Mutation& mutation) {
  const bool is_new = mutation.kind == Mutation::Kind::kInsert;
  const bool has_terms = mutation.table->terms != nullptr;
  std::vector<Term> before;
  if (has_terms && !is_new) {
    auto stored = StoredTerms(session_, statements_, *mutation.table, clinic, mutation.name);
    if (!stored.ok()) return {Verdict::kFailed, std::move(stored).status()};
    before = *std::move(stored);
  }
  Result result = is_new ? Insert(clinic, mutation) : Change(clinic, mutation);
  if (result.verdict != Verdict::kKept) return result;
  absl::Status set;
  if (mutation.table->care_team != nullptr) set = SetCareTeam(clinic, mutation);
  if (set.ok() && has_terms) {
    set = SetTerms(session_, statements_, *mutation.table,
                   {clinic, mutation.name, before, mutation.terms});
  }
  if (!set.ok()) return {Verdict::kFailed, std::move(set)};
  return result;
}

Applier::Result Applier::Insert(const std::string& clinic, const Mutation& mutation) {
  const TableSpec& table = *mutation.table;
  const Session::Lease insert = session_.Use(statements_.Of(table).insert);
  if (!insert) return Fail();
  int parameter = 1;
  insert->BindText(parameter++, clinic);
  insert->BindText(parameter++, mutation.name);
  const std::string patient(table.of_patient ? PatientOf(mutation.name) : std::string_view());
  if (table.of_patient) insert->BindText(parameter++, patient);
  insert->BindInteger(parameter++, MicrosOf(mutation.at));
  insert->BindBlob(parameter++, mutation.data);
  for (const Value& value : mutation.columns) insert->Bind(parameter++, value);
  if (insert->Next() == Step::kDone) return {Verdict::kKept, absl::OkStatus()};
  if (session_.failure_kind() != FailureKind::kUnique) return Fail();
  return {Verdict::kFailed, Exists(table, mutation.name)};
}

Applier::Result Applier::Change(const std::string& clinic, const Mutation& mutation) {
  const TableSpec& table = *mutation.table;
  const bool mark = mutation.kind != Mutation::Kind::kUpdate;
  const TableStatements& texts = statements_.Of(table);
  const Session::Lease change = session_.Use(mark ? texts.mark : texts.update);
  if (!change) return Fail();
  int parameter = 1;
  change->BindText(parameter++, clinic);
  change->BindText(parameter++, mutation.name);
  change->BindInteger(parameter++, mutation.expected_version);
  change->BindInteger(parameter++, MicrosOf(mutation.at));
  change->BindBlob(parameter++, mutation.data);
  for (const Value& value : mutation.columns) change->Bind(parameter++, value);
  if (mutation.kind == Mutation::Kind::kDelete)
    change->BindInteger(parameter, MicrosOf(mutation.at));
  if (mutation.kind == Mutation::Kind::kUndelete) change->BindNull(parameter);
  if (change->Next() != Step::kDone) {
    if (session_.failure_kind() != FailureKind::kUnique) return Fail();
    return {Verdict::kFailed, Exists(table, mutation.name)};
  }
  if (change->Affected() == 0) return {Verdict::kFailed, EtagMismatch(table, mutation.name)};
  return {Verdict::kKept, absl::OkStatus()};
}

absl::Status Applier::SetCareTeam(const std::string& clinic, const Mutation& mutation) {
  const std::string patient(PatientOf(mutation.name));
  std::vector<std::string> before;
  if (mutation.kind != Mutation::Kind::kInsert) {
    const Session::Lease read = session_.Use(kReadCareTeam);
    if (!read) return session_.Failed();
    read->BindText(1, clinic);
    read->BindText(2, patient);
    Step step = read->Next();
    for (; step == Step::kRow; step = read->Next()) before.emplace_back(read->Bytes(0));
    if (step == Step::kFailed) return session_.Failed();
  }
  std::vector<std::string> after = mutation.care_team;
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  after.erase(std::unique(after.begin(), after.end()), after.end());
  bool stays = false;
  for (const std::string& member : before) {
    if (std::binary_search(after.begin(), after.end(), member)) {
      stays = true;
    } else {
      MIDSTANCE_RETURN_IF_ERROR(LeaveCareTeam(clinic, patient, member));
    }
  }
  if (stays) MIDSTANCE_RETURN_IF_ERROR(TellCareTeam(clinic, mutation, patient));
  for (const std::string& member : after) {
    if (std::binary_search(before.begin(), before.end(), member)) continue;
    MIDSTANCE_RETURN_IF_ERROR(JoinCareTeam(clinic, mutation, patient, member));
  }
  return absl::OkStatus();
}

absl::Status Applier::LeaveCareTeam(const std::string& clinic, const std::string& patient,
                                    const std::string& member) {
  const Session::Lease leave = session_.Use(kLeaveCareTeam);
  if (!leave) return session_.Failed();
  leave->BindText(1, clinic);
  leave->BindText(2, patient);
  leave->BindText(3, member);
  return leave->Next() == Step::kDone ? absl::OkStatus() : session_.Failed();
}

absl::Status Applier::JoinCareTeam(const std::string& clinic, const Mutation& mutation,
                                   const std::string& patient, const std::string& member) {
  const Session::Lease join = session_.Use(statements_.Of(*mutation.table).join_care_team);
  if (!join) return session_.Failed();
  join->BindText(1, clinic);
  join->BindText(2, patient);
  join->BindText(3, member);
  const std::vector<Value> beside = CareTeamValues(mutation);
  int parameter = 4;
  for (const Value& value : beside) join->Bind(parameter++, value);
  return join->Next() == Step::kDone ? absl::OkStatus() : session_.Failed();
}

absl::Status Applier::TellCareTeam(const std::string& clinic, const Mutation& mutation,
                                   const std::string& patient) {
  const Session::Lease tell = session_.Use(statements_.Of(*mutation.table).tell_care_team);
  if (!tell) return session_.Failed();
  tell->BindText(1, clinic);
  tell->BindText(2, patient);
  const std::vector<Value> beside = CareTeamValues(mutation);
  int parameter = 3;
  for (const Value& value : beside) tell->Bind(parameter++, value);
  return tell->Next() == Step::kDone ? absl::OkStatus() : session_.Failed();
}

Outcome Applier::Repeat(const WriteUnit& unit) {
  Outcome outcome;
  auto found = SqlReader(unit.clinic, session_, statements_).FindReply(unit.request_key);
  if (!found.ok()) {
    outcome.status = std::move(found).status();
  } else if (!found->has_value()) {
    outcome.status =
        Error(midstance::v1::ERROR_REASON_INTERNAL).Because("a change number was used twice");
  } else if ((*found)->request_digest() != unit.request_digest) {
    outcome.status =
        Error(midstance::v1::ERROR_REASON_REQUEST_ID_REUSED)
            .Field("request_id", "was used before with another body; a new request needs a new id");
  } else {
    outcome.committed.reply = **std::move(found);
  }
  return outcome;
}

absl::Status Applier::Finish() {
  for (const auto& [clinic, head] : heads_) {
    if (!head.moved) continue;
    const Session::Lease move = session_.Use(kMoveHead);
    if (!move) return session_.Failed();
    move->BindText(1, clinic);
    move->BindInteger(2, head.change);
    move->BindBlob(3, head.digest);
    if (move->Next() != Step::kDone) return session_.Failed();
  }
  return absl::OkStatus();
}

bool Applier::moved() const {
  return std::any_of(heads_.begin(), heads_.end(),
                     [](const auto& entry) { return entry.second.moved; });
}

}  // namespace midstance::storage::sql
