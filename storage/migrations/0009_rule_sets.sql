-- A clinic's rules: the versions, what was active when, and what was found when one was tried.

CREATE TABLE rule_set_revisions (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE rule_set_activations (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE rule_set_back_tests (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE active_rules (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE rules_rounds (
  clinic TEXT NOT NULL REFERENCES clinic_heads (clinic),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
