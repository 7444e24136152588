-- Overtime of those in post covers vacant posts, beside bank and agency; thousandths of FTE.

ALTER TABLE plan_months ADD COLUMN overtime INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan_staffing ADD COLUMN overtime INTEGER NOT NULL DEFAULT 0;
