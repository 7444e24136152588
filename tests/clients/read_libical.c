// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What libical reads in calendars, as lines: read_libical FILE… prints for each event, between tabs,
 * file, uid, begin and end in seconds since 1970, and summary.  A file that libical finds any fault
 * in, or that breaks its table of restrictions (RFC 5546), ends it with exit status 1.
 */
#include <libical/ical.h>

#include <podplan/buf.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static void refuse(const char *path, const char *why)
{
    fprintf(stderr, "read_libical: %s: %s\n", path, why);
    exit(EXIT_FAILURE);
}

static icalcomponent *read_file(const char *path)
{
    struct pp_buf text = {0};
    char piece[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        refuse(path, "it can't be read");
    }
    for (size_t n; (n = fread(piece, 1, sizeof(piece), file)) > 0;) {
        pp_buf_addn(&text, piece, n);
    }
    fclose(file);
    icalcomponent *calendar = icalparser_parse_string(pp_buf_text(&text));
    pp_buf_finish(&text);
    if (calendar == NULL || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
        refuse(path, "it is no calendar");
    }
    if (icalcomponent_count_errors(calendar) > 0) {
        refuse(path, "it has faults");
    }
    return calendar;
}

/* The check marks what it finds in the component itself. */
static void check_restrictions(icalcomponent *calendar, const char *path)
{
    icalcomponent *copy = icalcomponent_new_clone(calendar);
    bool kept = icalrestriction_check(copy) && icalcomponent_count_errors(copy) == 0;
    icalcomponent_free(copy);
    if (!kept) {
        refuse(path, "it breaks a restriction of RFC 5546");
    }
}

/* By the VTIMEZONE of the file where the time has a TZID. */
static long long instant_of(icalcomponent *calendar, icalproperty *property)
{
    icalparameter *tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    struct icaltimetype time = icalvalue_get_datetime(icalproperty_get_value(property));
    icaltimezone *zone = tzid == NULL
                             ? icaltimezone_get_utc_timezone()
                             : icalcomponent_get_timezone(calendar, icalparameter_get_tzid(tzid));
    if (zone == NULL || (tzid == NULL && !icaltime_is_utc(time))) {
        return -1;
    }
    return (long long)icaltime_as_timet_with_zone(time, zone);
}

static void print_events(icalcomponent *calendar, const char *path)
{
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         event != NULL; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        const char *summary = icalcomponent_get_summary(event);
        printf("%s\t%s\t%lld\t%lld\t%s\n", path, icalcomponent_get_uid(event),
               instant_of(calendar, icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY)),
               instant_of(calendar, icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY)),
               summary == NULL ? "" : summary);
    }
}

int main(int argc, char **argv)
{
    icalerror_set_errors_are_fatal(0);
    for (int file = 1; file < argc; file++) {
        icalcomponent *calendar = read_file(argv[file]);
        check_restrictions(calendar, argv[file]);
        print_events(calendar, argv[file]);
        icalcomponent_free(calendar);
    }
    return EXIT_SUCCESS;
}
