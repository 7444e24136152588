// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of tables: hubs, patches, travel between them, pods. */
#include "tables.h"

static const struct pp_column hub_columns[] = {
    COLUMN(pp_hub, hub, PP_T_KEY, KEY, .help = "Reference of the hub."),
    COLUMN(pp_hub, name, PP_T_TEXT, MAY, .help = "What people call it; blank: the reference."),
};
TABLE(hubs, pp_hub, hub_columns, true, "The places from which the service works.");

static const struct pp_column patch_columns[] = {
    COLUMN(pp_patch, patch, PP_T_KEY, KEY, .help = "Reference of the patch."),
    COLUMN(pp_patch, name, PP_T_TEXT, MAY, .help = "What people call it; blank: the reference."),
    COLUMN(pp_patch, hub, PP_T_REF, MUST, .ref = PP_TABLE_hubs, .help = "The hub that serves it."),
};
TABLE(patches, pp_patch, patch_columns, true,
      "Neighbourhoods in which families live and practitioners are at home.");

static const struct pp_column travel_columns[] = {
    COLUMN(pp_travel, from_patch, PP_T_REF, KEY, .ref = PP_TABLE_patches, .help = "Where from."),
    COLUMN(pp_travel, to_patch, PP_T_REF, KEY, .ref = PP_TABLE_patches, .help = "Where to."),
    COLUMN(pp_travel, minutes, PP_T_INT, MUST, .least = 0, .most = 600,
           .help = "Minutes one way; the way back takes the same unless it has its own row."),
};
TABLE(travel, pp_travel, travel_columns, false,
      "Travel between patches; inside a patch it is 0 minutes, between two that are not listed it "
      "is unknown.");

static const struct pp_column pod_columns[] = {
    COLUMN(pp_pod, pod, PP_T_KEY, KEY, .help = "Reference of the pod."),
    COLUMN(pp_pod, name, PP_T_TEXT, MAY, .help = "What people call it; blank: the reference."),
    COLUMN(pp_pod, hub, PP_T_REF, MUST, .ref = PP_TABLE_hubs, .help = "The hub it belongs to."),
    COLUMN(pp_pod, patch, PP_T_REF, MAY, .ref = PP_TABLE_patches,
           .help = "Where the pod is based; blank: nobody said."),
    COLUMN(pp_pod, closes_on, PP_T_DATE, MAY,
           .help = "Last day on which its people hold cases; blank: the pod stays open."),
    COLUMN(pp_pod, feed_names, PP_T_WORD, MAY, .words = pp_feed_names_words,
           .help = "What calendars that others read call its people: their names, when the pod has "
                   "agreed to that, or codes (role and reference); blank: codes."),
};
TABLE(pods, pp_pod, pod_columns, true, "The teams: each shares families, shifts and a budget.");
