-- Patients found by what is typed, archived and merged; what changed of their records; the patients of one of the staff.

ALTER TABLE patients ADD COLUMN archive_time BIGINT;
ALTER TABLE patients ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';

-- Texts by which a patient is found besides her name: derived from her row and written with it. The store derives them
-- anew when it is opened by a program that derives others.
CREATE TABLE patient_terms (
  clinic TEXT NOT NULL,
  term TEXT NOT NULL CHECK (length(term) <= 1000),
  name TEXT NOT NULL CHECK (length(name) <= 300),
  only_one BIGINT NOT NULL CHECK (only_one IN (0, 1)),
  PRIMARY KEY (clinic, term, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
CREATE INDEX patient_terms_name ON patient_terms (clinic, name, term);
-- No two patients have one of these.
CREATE UNIQUE INDEX patient_terms_only_one ON patient_terms (clinic, term) WHERE only_one = 1;

-- By which version of their derivation the terms of a table were made.
CREATE TABLE term_versions (
  table_name TEXT NOT NULL PRIMARY KEY CHECK (length(table_name) <= 100),
  version BIGINT NOT NULL
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE patient_revisions (
  clinic TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) <= 300),
  patient TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  data BYTEA NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (clinic, name),
  FOREIGN KEY (clinic, patient) REFERENCES patient_heads (clinic, patient)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The patients of one of the staff, without a look at everybody else's.
CREATE INDEX care_team_member ON care_team (clinic, member, patient);
