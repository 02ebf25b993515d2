-- A letter is kept as the bytes that were sent.

CREATE TABLE sent_letters (
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
