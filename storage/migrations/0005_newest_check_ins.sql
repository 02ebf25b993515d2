-- The newest check-ins of a clinic are read from one place.

CREATE INDEX check_ins_occurred ON check_ins (clinic, occurred_time, name);
