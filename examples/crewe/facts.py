# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents about Project Crewe say, and what was added to make them a service.

Every table here is written to CSV as it stands.  The comment above each says where it comes
from; "invented" means that no document gives it and that it was chosen to be plausible.
Amounts are pounds, times are London clock times.
"""

# The bid: mobilisation from 1 March 2015, service from 1 June 2015, pilot of 12 months.
MOBILISED = "2015-03-01"
OPENED = "2015-06-01"
CLOSES = "2016-05-31"

# Dates and 37 hours a week follow the bid and local government practice; rounds are effort.
SETTINGS = [
    ("service_name", "Project Crewe"),
    ("authority", "Cheshire East"),
    ("planned_on", "2015-03-02"),
    ("cases_from", OPENED),
    ("rota_from", "2015-06-01"),
    ("rota_weeks", "8"),
    ("forecast_months", "15"),
    ("seed", "2015"),
    ("full_week_minutes", "2220"),
    ("rest_minutes", "660"),
    ("week_average_minutes", "2880"),
    ("run_days", "6"),
    ("evening_from", "18:00"),
    ("on_cost_percent", "20"),
]

HUBS = [("crewe", "Crewe")]

# Real places; east and north in kilometres of Crewe's centre, roughly.
PATCHES = {
    "crewe-north": ("Crewe North", 0.0, 1.6),
    "crewe-west": ("Crewe West", -1.6, 0.4),
    "st-barnabas": ("Crewe St Barnabas", -0.7, 1.0),
    "leighton": ("Leighton", -1.5, 3.0),
    "crewe-east": ("Crewe East", 1.6, 0.3),
    "haslington": ("Haslington", 4.0, 0.9),
    "sandbach": ("Sandbach", 7.5, 4.5),
    "alsager": ("Alsager", 9.5, -0.2),
    "crewe-south": ("Crewe South", 0.3, -1.6),
    "shavington": ("Shavington", 0.8, -4.0),
    "wistaston": ("Wistaston", -3.0, -1.4),
    "nantwich": ("Nantwich", -6.5, -3.0),
}

# Three pods (the bid); where they are based is invented, and so is which patches they are near.
PODS = {
    "north": ("Pod North", "crewe-north", ("crewe-north", "crewe-west", "st-barnabas", "leighton")),
    "east": ("Pod East", "crewe-east", ("crewe-east", "haslington", "sandbach", "alsager")),
    "south": ("Pod South", "crewe-south", ("crewe-south", "shavington", "wistaston", "nantwich")),
}

# Families a pod: the bid's 100 families and 300 children, "around" 33 and 100 a pod.
FAMILIES_OF = {"north": 34, "east": 33, "south": 33}
CHILDREN_OF_POD = 100

# Invented rates, so chosen that the establishment costs the bid's 944,870 a year to the pound.
GRADES = [
    ("family-practitioner", "Family practitioner", 24600),
    ("pod-manager", "Pod manager", 35400),
    ("administrator", "Administrator", 19400),
    ("consultant", "Social work consultant", 35700),
    ("senior-manager", "Senior delivery manager", 49670),
    ("volunteer", "Volunteer, expenses only", 0),
]

# Caps: 4 families and 12 children (the bid); a consultant oversees 4 (the service in 2020).
# Points, and who is on call in which tier, are invented.
ROLES = [
    # role, name, grade, family_cap, child_cap, point_cap, span, on_call_tier
    ("family-practitioner", "Family practitioner", "family-practitioner", 4, 12, 24, "", 1),
    ("pod-manager", "Pod manager", "pod-manager", 4, 12, 24, "", 2),
    ("administrator", "Administrator", "administrator", "", "", "", "", ""),
    ("consultant", "Social work consultant", "consultant", "", "", "", 4, 2),
    ("senior-manager", "Senior delivery manager", "senior-manager", "", "", "", "", 2),
    ("peer-mentor", "Volunteer peer mentor", "volunteer", "", "", "", "", ""),
]

# The core courses and the subjects of further ones are the bid's; languages are invented.
SKILLS = [
    ("sfbt", "Solution focused brief therapy", "practice"),
    ("safeguarding", "Safeguarding", "practice"),
    ("equality", "Equality and diversity", "practice"),
    ("health-safety", "Health and safety", "practice"),
    ("substance-misuse", "Substance misuse", "practice"),
    ("domestic-abuse", "Domestic abuse", "practice"),
    ("school-exclusion", "School exclusion", "practice"),
    ("offending", "Offending behaviour", "practice"),
    ("adolescent-mental-health", "Adolescent mental health", "practice"),
    ("parenting", "Parenting programmes", "practice"),
    ("polish", "Polish", "language"),
    ("slovak", "Slovak", "language"),
    ("romanian", "Romanian", "language"),
    ("tetum", "Tetum", "language"),
    ("social-work", "Registered social worker", "qualification"),
]
CORE = ("sfbt", "safeguarding", "equality", "health-safety")
FURTHER = ("substance-misuse", "domestic-abuse", "school-exclusion", "offending",
           "adolescent-mental-health", "parenting")

# Core for the pods and their managers (the bid: all are trained before the start); the
# shorter lists of administrators and volunteers are invented.
CORE_OF_ROLE = {
    "family-practitioner": CORE,
    "pod-manager": CORE,
    "consultant": CORE,
    "senior-manager": CORE,
    "administrator": CORE[1:],
    "peer-mentor": ("safeguarding", "health-safety"),
}

# Invented: how long a course is good for (months) and what a seat costs.  Core courses are
# paid from the programme line, not from the budgets of the pods.
COURSES = {
    "sfbt": ("", 0),
    "safeguarding": (36, 0),
    "equality": (36, 0),
    "health-safety": (36, 0),
    "substance-misuse": (36, 180),
    "domestic-abuse": (36, 240),
    "school-exclusion": ("", 95),
    "offending": ("", 160),
    "adolescent-mental-health": ("", 390),
    "parenting": ("", 620),
}

# Invented days of the mobilisation, every place enough for all who need the course.
CORE_SESSIONS = [
    # course, dates, begin, end, places
    ("sfbt", ("2015-04-29", "2015-05-13", "2015-05-18", "2015-05-20"), "09:30", "16:30", 12),
    ("safeguarding", ("2015-04-22", "2015-05-06", "2015-05-14", "2015-05-21"), "09:30", "16:30",
     12),
    ("equality", ("2015-04-23", "2015-05-07", "2015-05-15", "2015-05-22"), "09:30", "12:30", 12),
    ("health-safety", ("2015-04-24", "2015-05-08", "2015-05-19", "2015-05-27"), "13:30", "16:30",
     12),
]
FURTHER_SESSIONS = [
    ("substance-misuse", ("2015-05-26", "2015-06-17"), "09:30", "16:30", 8),
    ("domestic-abuse", ("2015-05-28", "2015-06-24"), "09:30", "16:30", 8),
    ("school-exclusion", ("2015-06-10", "2015-07-08"), "09:30", "12:30", 8),
    ("offending", ("2015-06-11", "2015-07-01"), "09:30", "16:30", 6),
    ("adolescent-mental-health", ("2015-05-29", "2015-07-15"), "09:30", "16:30", 6),
    ("parenting", ("2015-05-12", "2015-06-18"), "09:30", "16:30", 8),
]
BUDGETS = [("north", 900), ("east", 1200), ("south", 1200)]

# 8 to 8 every day the service runs, evenings, weekends and on call are the bid's; how many are
# needed is invented.  Eight hours with 36 minutes' break, five times, are 37 hours.
POD_SHIFTS = [
    # suffix, name, weekdays, begin, end, break, needed
    ("early", "early", "Mon-Fri", "08:00", "16:00", 36, 3),
    ("late", "late", "Mon-Fri", "12:00", "20:00", 36, 2),
]
# The pods share the weekend and the first tier; what has no hub falls to the whole service.
SERVICE_SHIFTS = [
    # shift, name, weekdays, begin, end, break, hub, role, needed, kind, tier
    ("weekend-early", "Weekend early", "Sat Sun", "08:00", "16:00", 36, "crewe", "", 1, "duty", ""),
    ("weekend-late", "Weekend late", "Sat Sun", "12:00", "20:00", 36, "crewe", "", 1, "duty", ""),
    ("consultant-early", "Consultant early", "Mon-Fri", "08:00", "16:00", 36, "", "consultant",
     1, "duty", ""),
    ("consultant-late", "Consultant late", "Mon-Fri", "12:00", "20:00", 36, "", "consultant",
     1, "duty", ""),
    ("on-call-1", "On call, first tier", "daily", "20:00", "08:00", 0, "crewe", "", 1,
     "standby", 1),
    ("on-call-2", "On call, second tier", "daily", "20:00", "08:00", 0, "", "", 1, "standby", 2),
    ("on-call-2-day", "On call by day, second tier", "Sat Sun", "08:00", "20:00", 0, "", "", 1,
     "standby", 2),
]

# Evening duties in four weeks that families want of their practitioner.
EVENINGS = {"F003": "2", "F021": "4", "F058": "2", "F077": "1"}

COURT = [("SWC2", "2015-06-24"), ("SWC5", "2015-07-09"), ("FP04", "2015-06-30")]

PAIRS = [("FP02", "FP05", "apart", ""), ("FP10", "FP13", "apart", "preferred"),
         ("FP16", "FP19", "together", "")]

# England and Wales, the real dates.
BANK_HOLIDAYS = [
    ("2015-04-03", "Good Friday"), ("2015-04-06", "Easter Monday"),
    ("2015-05-04", "Early May bank holiday"), ("2015-05-25", "Spring bank holiday"),
    ("2015-08-31", "Summer bank holiday"), ("2015-12-25", "Christmas Day"),
    ("2015-12-28", "Boxing Day (substitute day)"), ("2016-01-01", "New Year's Day"),
    ("2016-03-25", "Good Friday"), ("2016-03-28", "Easter Monday"),
    ("2016-05-02", "Early May bank holiday"), ("2016-05-30", "Spring bank holiday"),
    ("2016-08-29", "Summer bank holiday"), ("2016-12-26", "Boxing Day"),
    ("2016-12-27", "Christmas Day (substitute day)"),
]

# Invented points of a child by status and complexity.
POINTS = {
    "early help": ("0.5", "0.75", "1"),
    "CIN": ("1", "1.5", "2"),
    "CP": ("2", "2.5", "3"),
    "LAC": ("1.5", "2", "2.5"),
    "care leaver": ("1", "1.25", "1.5"),
    "closed": ("0", "0", "0"),
}
COMPLEXITIES = ("low", "medium", "high")

# The bid's Table 1 without its staff line, which the posts carry: transition, pilot.
COST_LINES = [
    ("travel", 0, 36700),
    ("programme", 135000, 190333),
    ("office", 21150, 91740),
    ("other infrastructure", 3690, 45000),
    ("corporate support", 16875, 133062),
    ("IT", 3150, 38400),
    ("volunteers", 0, 23580),
]
IN_KIND = {"office": (4950, 77340)}  # what the council gives in kind pays for rooms

# DfE by year, matched 377,000, in kind 82,290: the cabinet paper.  Council cash pays March to
# May 2016: the bid.  The amount paid before the start is not published: 72,000 is invented.
STREAMS = [
    # stream, source, kind, financial year, amount, instalments
    ("dfe-2014", "DfE Innovation Programme, paid before the start", "grant", "2014/15", 72000,
     (("2015-03-02", 72000),)),
    ("dfe-2015", "DfE Innovation Programme", "grant", "2015/16", 998000,
     (("2015-04-01", 249500), ("2015-07-01", 249500), ("2015-10-01", 249500),
      ("2016-01-04", 249500))),
    ("dfe-2016", "DfE Innovation Programme", "grant", "2016/17", 899000,
     (("2016-04-01", 224750), ("2016-07-01", 224750), ("2016-10-03", 224750),
      ("2017-01-03", 224750))),
    ("council-2015", "Cheshire East Council", "council cash", "2015/16", 118787,
     (("2016-03-01", 118787),)),
    ("council-2016", "Cheshire East Council", "council cash", "2016/17", 237574,
     (("2016-04-01", 118787), ("2016-05-03", 118787))),
    ("matched-2016", "Cheshire East Council, the rest of 377,000", "matched", "2016/17", 20639,
     (("2016-04-01", 20639),)),
]

# One week's notice for agency staff: the bid.  Rates and how many there are: invented.
COVER_COSTS = [
    # role, kind, weekly_cost, notice_weeks, most
    ("family-practitioner", "bank", 520, 2, 2),
    ("family-practitioner", "agency", 790, 1, ""),
    ("pod-manager", "agency", 1150, 1, ""),
    ("administrator", "agency", 610, 1, ""),
    ("consultant", "bank", 860, 2, 1),
    ("consultant", "agency", 1380, 1, ""),
    ("senior-manager", "agency", 1850, 1, ""),
]

# role, pounds for each who starts: advertising, fees and checks; induction and training; most FTE
# that can start in one month
RECRUITMENT = [
    ("family-practitioner", 1900, 650, 2),
    ("pod-manager", 2400, 500, 1),
    ("administrator", 700, 250, 1),
    ("consultant", 3800, 450, 1),
    ("senior-manager", 6000, 300, 1),
]

# role, the most that an agency may be paid for a week
AGENCY_CAPS = [
    ("family-practitioner", 850),
    ("consultant", 1450),
]

# Department for Education, Children's social work workforce, Open Government Licence v3.0:
# Cheshire East, children and family social workers, full-time equivalents at 30 September.
HISTORY_SOURCE = "DfE, Children's social work workforce, 2017 to 2023 (OGL v3.0)"
HISTORY = [
    # year, in post, starters, leavers, agency, vacancy, case holders, cases
    (2017, "167.3", "36.1", "34.6", "11.8", "16", "97", 1960),
    (2018, "156.8", "24.1", "34.1", "12", "19", "84.4", 1903),
    (2019, "167.2", "33.4", "25.9", "8", "7.2", "101", 1920),
    (2020, "168.8", "28.5", "29.2", "14", "11.7", "114.3", 2196),
    (2021, "180.1", "33.6", "20.3", "15", "8.4", "107.9", 1852),
    (2022, "160.6", "14.7", "33", "18", "25.6", "94.9", 2103),
    (2023, "147.6", "28.3", "41.5", "63.2", "41.8", "122", 2111),
]

# The bid: about 200 referrals a month; 957 of 4,352 a year are repeats.
REFERRALS, REPEAT_RATE = 200, "0.22"

# Invented monthly chances of a child to pass from one status to another.
TRANSITIONS = [
    ("early help", "CIN", "0.02"), ("early help", "closed", "0.08"),
    ("CIN", "early help", "0.05"), ("CIN", "CP", "0.012"), ("CIN", "LAC", "0.002"),
    ("CIN", "closed", "0.06"), ("CP", "CIN", "0.07"), ("CP", "LAC", "0.01"),
    ("LAC", "CIN", "0.01"), ("LAC", "care leaver", "0.008"), ("care leaver", "closed", "0.02"),
    ("closed", "CIN", "0.018"),
]

# PSSRU 2014, as quoted by the bid; its Table 2.
UNIT_COSTS = [("CP", 337), ("CIN", 163)]
UNIT_COST_SOURCE = "PSSRU, Unit Costs of Health and Social Care 2014"
BENEFITS = [
    ("Cheshire East", "10% fewer escalations to CP", 44, "CP", "CIN", 52),
    ("Cheshire East", "25% fewer repeat CIN referrals", 240, "CIN", "", 52),
    ("Crewe", "10% fewer escalations to CP", 32, "CP", "CIN", 52),
    ("Crewe", "25% fewer repeat CIN referrals", 168, "CIN", "", 52),
]
