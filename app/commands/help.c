// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan help and podplan version: the tables of commands, options and exits as text and JSON. */
#include "commands.h"
#include "words.h"

#include <podplan/arena.h>

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum {
    TERM_COLUMN = 20
};

static void add_options(uint64_t bits, struct pp_buf *out)
{
    for (int r = 0; r < option_count; r++) {
        const struct option_row *row = &option_table[r];
        if ((row->bit & bits) != 0) {
            char term[32];
            snprintf(term, sizeof(term), "--%s%s%s", row->name, row->value == NULL ? "" : " ",
                     row->value == NULL ? "" : row->value);
            words_entry(out, TERM_COLUMN, term, row->help);
        }
    }
}

static void describe_program(struct pp_buf *out)
{
    pp_buf_add(out, "podplan [--db FILE] COMMAND\n\n");
    words_wrap(out, 0, 0,
               "Plans a children's social care service: who works with which family, who is on "
               "shift and on call when, who takes which course, and what the months ahead hold "
               "and cost.");
    pp_buf_add(out, "\nCommands (podplan COMMAND --help says more):\n");
    for (int c = 0; c < command_count; c++) {
        words_entry(out, TERM_COLUMN, command_table[c].name, command_table[c].help);
    }
    pp_buf_add(out, "\nEvery command takes:\n");
    add_options(OPT_COMMON, out);
    pp_buf_add(out, "\nExit statuses:\n");
    for (int e = 0; e < exit_count; e++) {
        char term[16];
        snprintf(term, sizeof(term), "%d", (int)exit_table[e].status);
        words_entry(out, 5, term, exit_table[e].help);
    }
}

/** Lines of "name  meaning". */
static void add_members(const char *lines, struct pp_buf *out)
{
    struct pp_arena arena = {0};
    char *rest = pp_arena_string(&arena, lines);
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        char *gap = strstr(line, "  ");
        assert(gap != NULL);
        *gap = '\0';
        words_entry(out, TERM_COLUMN, line, gap + 2);
    }
    pp_arena_finish(&arena);
}

static void describe_command(const struct command *command, struct pp_buf *out)
{
    pp_buf_printf(out, "podplan %s%s%s\n\n", command->name, command->operands == NULL ? "" : " ",
                  command->operands == NULL ? "" : command->operands);
    words_paragraphs(out, 0, 0, command->details);
    pp_buf_add(out, "\nOptions:\n");
    add_options(command->options | OPT_COMMON, out);
    pp_buf_add(out, "\nWith --json the object also holds:\n");
    add_members(command->json, out);
}

static void describe_group(const char *group, struct pp_buf *out)
{
    pp_buf_printf(out, "podplan %s COMMAND\n\nCommands (podplan %s COMMAND --help says more):\n",
                  group, group);
    for (int c = 0; c < command_count; c++) {
        if (command_is_of(&command_table[c], group)) {
            words_entry(out, TERM_COLUMN, command_table[c].name, command_table[c].help);
        }
    }
}

static json_t *list_options(uint64_t bits)
{
    json_t *list = json_array();
    for (int r = 0; r < option_count; r++) {
        const struct option_row *row = &option_table[r];
        if ((row->bit & bits) != 0) {
            json_array_append_new(list, json_pack("{s:s, s:s?, s:s}", "name", row->name, "value",
                                                  row->value, "help", row->help));
        }
    }
    return list;
}

static json_t *list_commands(void)
{
    json_t *list = json_array();
    for (int c = 0; c < command_count; c++) {
        const struct command *row = &command_table[c];
        json_array_append_new(list, json_pack("{s:s, s:s?, s:s, s:s, s:s, s:o}", "name", row->name,
                                              "operands", row->operands, "help", row->help,
                                              "details", row->details, "json", row->json, "options",
                                              list_options(row->options | OPT_COMMON)));
    }
    return list;
}

static json_t *list_exits(void)
{
    json_t *list = json_array();
    for (int e = 0; e < exit_count; e++) {
        json_array_append_new(list,
                              json_pack("{s:i, s:s, s:s}", "status", (int)exit_table[e].status,
                                        "name", exit_table[e].name, "help", exit_table[e].help));
    }
    return list;
}

bool command_help(const struct request *request, struct answer *answer, struct pp_err *err)
{
    if (request->n_operands > 0) {
        bool two = request->n_operands > 1;
        char name[COMMAND_TEXT];
        snprintf(name, sizeof(name), "%s%s%s", request->operands[0], two ? " " : "",
                 two ? request->operands[1] : "");
        const struct command *command = command_find(name);
        if (command != NULL) {
            describe_command(command, &answer->text);
        } else if (command_is_group(name)) {
            describe_group(name, &answer->text);
        } else {
            return pp_fail(err, PP_E_USAGE, "there is no command '%s'; podplan help lists them",
                           name);
        }
    } else {
        describe_program(&answer->text);
    }
    json_object_set_new(answer->doc, "commands", list_commands());
    json_object_set_new(answer->doc, "exits", list_exits());
    json_object_set_new(answer->doc, "text", json_string(pp_buf_text(&answer->text)));
    return true;
}

bool command_version(const struct request *request, struct answer *answer, struct pp_err *err)
{
    (void)request;
    (void)err;
    pp_buf_add(&answer->text, "podplan " PODPLAN_VERSION "\n");
    json_object_set_new(answer->doc, "version", json_string(PODPLAN_VERSION));
    return true;
}
