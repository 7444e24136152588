// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * podplan: reads the command line, runs the command, writes its answer, and
 * turns what went wrong into an exit status.
 */
#include "answer.h"
#include "args.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/** The answer to a command that failed: the same shape for every command. */
static void answer_error(const struct request *request, const struct pp_err *err,
                         struct answer *answer)
{
    answer->status = exit_of(err->code);
    answer->text.length = 0;
    if (!request->json) {
        pp_buf_add(&answer->notes, "podplan: ");
        words_clean(&answer->notes, err->text, strlen(err->text));
        pp_buf_add(&answer->notes, "\n");
        return;
    }
    json_object_clear(answer->doc);
    json_t *error = json_object();
    json_object_set_new(error, "code", json_string(exit_name(answer->status)));
    json_object_set_new(error, "message", answer_text(err->text));
    json_object_set_new(answer->doc, "error", error);
}

static bool write_all(FILE *stream, const char *text, size_t bytes)
{
    return fwrite(text, 1, bytes, stream) == bytes && fflush(stream) == 0;
}

static bool write_json(const char *command, const struct answer *answer)
{
    json_object_set_new(answer->doc, "command",
                        command == NULL ? json_null() : json_string(command));
    json_object_set_new(answer->doc, "ok", json_boolean(answer->status == EXIT_DONE));
    json_object_set_new(answer->doc, "exit", json_integer((int)answer->status));
    return json_dumpf(answer->doc, stdout, JSON_SORT_KEYS | JSON_INDENT(2)) == 0 &&
           write_all(stdout, "\n", 1);
}

/** Writes what is to be said; the exit status. */
static int write_answer(const struct request *request, const char *command,
                        const struct answer *answer)
{
    bool written = request->json
                       ? write_json(command, answer)
                       : write_all(stdout, pp_buf_text(&answer->text), answer->text.length);
    if (!request->json) {
        write_all(stderr, pp_buf_text(&answer->notes), answer->notes.length);
    }
    if (!written) {
        fprintf(stderr, "podplan: the answer can't be written: %s\n", strerror(errno));
        return EXIT_SYSTEM;
    }
    return (int)answer->status;
}

int main(int argc, char **argv)
{
    struct request request;
    struct answer answer = {.doc = json_object()};
    struct pp_err err = {.code = PP_OK};
    const struct command *command = args_read(argc, argv, &request, &err);
    if (command == NULL || !command->run(&request, &answer, &err)) {
        answer_error(&request, &err, &answer);
    }
    int status = write_answer(&request, command == NULL ? NULL : command->name, &answer);
    pp_buf_finish(&answer.text);
    pp_buf_finish(&answer.notes);
    json_decref(answer.doc);
    return status;
}
