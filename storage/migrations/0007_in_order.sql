-- Patients are listed in the order of their names from one place, the clinic's and those of one of the staff; the terms
-- of a row follow from the row; sums over outcome measures are read from one place, without the answers.

-- What a list is filtered and ordered by, beside each membership.
ALTER TABLE care_team ADD COLUMN family_name TEXT NOT NULL DEFAULT '';
ALTER TABLE care_team ADD COLUMN archive_time BIGINT;
ALTER TABLE care_team ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
UPDATE care_team SET family_name = patients.family_name, archive_time = patients.archive_time,
  merged_into = patients.merged_into
  FROM patients WHERE patients.clinic = care_team.clinic AND patients.name = 'patients/' || care_team.patient;

DROP INDEX care_team_member;
CREATE INDEX care_team_listed ON care_team (clinic, member, family_name, patient, archive_time, merged_into);

-- Those who are not listed are passed over in the index, those who are lie beside each other.
DROP INDEX patients_family_name;
CREATE INDEX patients_family_name ON patients
  (clinic, family_name, name, archive_time, merged_into, delete_time /*sqlite , version, data */);

DROP INDEX patient_terms_name;

-- What the store derives from a row, and anew when it is opened by a program that derives otherwise.
ALTER TABLE outcome_scores ADD COLUMN brief BYTEA;
CREATE INDEX outcome_scores_measure ON outcome_scores
  (clinic, measure, name, state, delete_time, patient /*sqlite , version, brief */);
