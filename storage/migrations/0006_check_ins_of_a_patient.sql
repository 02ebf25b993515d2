-- The newest check-ins of one patient, or of one of her cases, are read in order.

CREATE INDEX check_ins_of_patient ON check_ins (clinic, patient, occurred_time, name);
