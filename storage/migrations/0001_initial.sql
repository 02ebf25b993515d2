-- Everything is keyed by clinic first. Instants are microseconds since 1970 in UTC, enums their number.

CREATE TABLE store_identity (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  id BYTEA NOT NULL
) /*sqlite STRICT*/;

-- The last change of each clinic and the digest that the next one goes on from.
CREATE TABLE clinic_heads (
  clinic TEXT NOT NULL PRIMARY KEY CHECK (length(clinic) <= 100),
  change BIGINT NOT NULL CHECK (change >= 0),
  digest BYTEA NOT NULL CHECK (length(digest) = 32)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- Audit trail, change log and stored replies: one row per committed write.
CREATE TABLE journal (
  clinic TEXT NOT NULL,
  change BIGINT NOT NULL CHECK (change >= 1),
  time BIGINT NOT NULL,
  record BYTEA NOT NULL,
  digest BYTEA NOT NULL CHECK (length(digest) = 32),
  resources BYTEA NOT NULL,
  request_key BYTEA CHECK (length(request_key) <= 64),
  request_digest BYTEA,
  reply BYTEA,
  PRIMARY KEY (clinic, change)
) /*sqlite STRICT*/;
CREATE UNIQUE INDEX journal_request ON journal (clinic, request_key) WHERE request_key IS NOT NULL;

-- One row per patient: moves with every write of a row of the patient.
CREATE TABLE patient_heads (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  patient TEXT NOT NULL CHECK (length(patient) <= 100),
  version BIGINT NOT NULL CHECK (version >= 1),
  PRIMARY KEY (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- Projection of the care teams that patients carry.
CREATE TABLE care_team (
  clinic TEXT NOT NULL,
  patient TEXT NOT NULL,
  member TEXT NOT NULL CHECK (length(member) <= 300),
  PRIMARY KEY (clinic, patient, member),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE clinics (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE users (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  user_name TEXT NOT NULL,
  disabled BIGINT NOT NULL CHECK (disabled IN (0, 1)),
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX users_user_name ON users (clinic, user_name);

CREATE TABLE credentials (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  user_name TEXT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX credentials_user_name ON credentials (user_name);

CREATE TABLE sessions (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  user_of TEXT NOT NULL,
  expire_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX sessions_name ON sessions (name);
CREATE INDEX sessions_user ON sessions (clinic, user_of);

CREATE TABLE patients (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX patients_family_name ON patients (clinic, family_name, name);

CREATE TABLE cases (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  state BIGINT NOT NULL,
  clinician TEXT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX cases_state ON cases (clinic, state, update_time, name);

CREATE TABLE assessments (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  occurred_time BIGINT,
  kind BIGINT NOT NULL,
  state BIGINT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE check_in_links (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  expire_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE link_tokens (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  link TEXT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX link_tokens_name ON link_tokens (name);

CREATE TABLE check_ins (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  occurred_time BIGINT,
  state BIGINT NOT NULL,
  entered_by TEXT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE follow_ups (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  state BIGINT NOT NULL,
  due_time BIGINT,
  assignee TEXT NOT NULL,
  kind BIGINT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX follow_ups_due ON follow_ups (clinic, state, due_time, name);

CREATE TABLE escalations (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  state BIGINT NOT NULL,
  urgency BIGINT NOT NULL,
  family TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  raised_time BIGINT,
  due_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX escalations_due ON escalations (clinic, state, due_time, name);
-- One open escalation per patient, family and site. 3 is STATE_RESOLVED.
CREATE UNIQUE INDEX escalations_open ON escalations (clinic, patient, fingerprint) WHERE state <> 3;

CREATE TABLE referrals (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  state BIGINT NOT NULL,
  escalation TEXT NOT NULL,
  urgency BIGINT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX referrals_state ON referrals (clinic, state, update_time, name);
