-- Home programs, outcome measures and the way back to running.

CREATE TABLE programs (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  state BIGINT NOT NULL,
  title TEXT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX programs_title ON programs (clinic, title, name);

CREATE TABLE enrollments (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  state BIGINT NOT NULL,
  start_date TEXT NOT NULL,
  program TEXT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX enrollments_state ON enrollments (clinic, state, name);

CREATE TABLE outcome_scores (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  occurred_time BIGINT,
  state BIGINT NOT NULL,
  measure TEXT NOT NULL,
  side BIGINT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX outcome_scores_occurred ON outcome_scores (clinic, patient, occurred_time, name);

CREATE TABLE running_plans (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  state BIGINT NOT NULL,
  stage BIGINT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX running_plans_state ON running_plans (clinic, state, name);
