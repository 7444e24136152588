-- Overtime of those in post covers vacant posts, beside bank and agency, and who starts and leaves
-- by month; thousandths of FTE.

ALTER TABLE plan_months ADD COLUMN overtime INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan_staffing ADD COLUMN overtime INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan_staffing ADD COLUMN surplus INTEGER NOT NULL DEFAULT 0; -- in post above the posts
ALTER TABLE plan_months ADD COLUMN starters INTEGER; -- NULL: a forecast of before
ALTER TABLE plan_months ADD COLUMN leavers INTEGER;
ALTER TABLE plan_months ADD COLUMN recruits INTEGER; -- of the starters
ALTER TABLE plan_months ADD COLUMN moved INTEGER; -- by moves and secondments; may be below 0
