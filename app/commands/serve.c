// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan serve: the shell over app/serve. */
#include "serve.h"

#include "answer.h"
#include "commands.h"

bool command_serve(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct serve_options options = {
        .db = request->db,
        .listen = request->listen == NULL ? "127.0.0.1:8080" : request->listen,
        .threads = request->threads < 0 ? 2 : (int)request->threads,
        .proxies = request->proxies.items,
        .n_proxies = request->proxies.count,
        .log = request->log,
    };
    if (!serve(&options, err)) {
        return false;
    }
    pp_buf_add(&answer->text, "Stopped, as told.\n");
    json_object_set_new(answer->doc, "listen", answer_text(options.listen));
    return true;
}
