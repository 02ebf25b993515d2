-- What is sent out and how far the journal was read for it; the secrets of reply links; when time alone may raise a flag.

CREATE TABLE deliveries (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  state BIGINT NOT NULL,
  next_attempt_time BIGINT,
  about TEXT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX deliveries_next ON deliveries (clinic, state, next_attempt_time, name);
CREATE INDEX deliveries_about ON deliveries (clinic, about, name);

CREATE TABLE delivery_cursors (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE reply_tokens (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  referral TEXT NOT NULL,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX reply_tokens_name ON reply_tokens (name);
CREATE INDEX reply_tokens_referral ON reply_tokens (clinic, referral, name);

CREATE TABLE rechecks (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  due_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX rechecks_due ON rechecks (clinic, due_time, name);
