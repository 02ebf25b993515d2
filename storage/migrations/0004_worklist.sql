-- Reminders and series of follow-ups, and what a worklist reads across patients.

ALTER TABLE follow_ups ADD COLUMN remind_time BIGINT;
ALTER TABLE follow_ups ADD COLUMN reminded_time BIGINT;
ALTER TABLE follow_ups ADD COLUMN series TEXT NOT NULL DEFAULT '';

CREATE INDEX follow_ups_remind ON follow_ups (clinic, remind_time, name) WHERE remind_time IS NOT NULL;
CREATE INDEX follow_ups_reminded ON follow_ups (clinic, state, due_time, name) WHERE reminded_time IS NOT NULL;
CREATE INDEX escalations_urgency ON escalations (clinic, state, urgency, due_time, name);
CREATE INDEX referrals_urgency ON referrals (clinic, state, urgency, update_time, name);
