/*
 * A worked example of a Gongdan adapter: rings the bell of a terminal on the dispatch desk and shows the notice there.
 *
 *   cc -shared -fPIC -o desk_bell.so example_desk_bell.c -I <where gongdan/adapter.h is>
 *
 *   desk-bell:                      # in channels.yaml
 *     title: {zh: 值班台铃声, en: Desk bell}
 *     plugin: shared-object
 *     settings: {library: /usr/local/lib/gongdan/desk_bell.so, options: {terminal: /dev/tty1, language: zh}}
 */
#define _POSIX_C_SOURCE 200809L /* O_CLOEXEC, also with cc -std=c11 */

#include "gongdan/adapter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct desk_bell {
    const gongdan_host_v1* host; /* valid until close() returns */
    char terminal[256];
    char language[8];
} desk_bell;

static int32_t bell_open(const gongdan_host_v1* host, const char* options, void** instance, char* reason,
                         size_t capacity) {
    desk_bell* bell = calloc(1, sizeof *bell);
    if (bell == NULL) {
        snprintf(reason, capacity, "out of memory");
        return 1;
    }
    bell->host = host;
    const int64_t size = host->text_at(host->context, options, "/terminal", bell->terminal, sizeof bell->terminal);
    if (size <= 0 || size >= (int64_t)sizeof bell->terminal) {
        snprintf(reason, capacity, "options need a terminal, e.g. /dev/tty1");
        free(bell);
        return 1;
    }
    if (host->text_at(host->context, options, "/language", bell->language, sizeof bell->language) <= 0) {
        strcpy(bell->language, "zh");
    }
    host->log(host->context, GONGDAN_LOG_INFO, "the desk bell is ready");
    *instance = bell;
    return GONGDAN_OK;
}

/* Says what happened, and that it is worth another try. */
static void try_again(gongdan_answer_v1* answer, const char* what) {
    answer->outcome = GONGDAN_RETRY;
    snprintf(answer->reason, sizeof answer->reason, "%s: %s", what, strerror(errno));
}

static void bell_deliver(void* instance, const gongdan_message_v1* message, gongdan_answer_v1* answer) {
    const desk_bell* bell = instance;
    char pointer[16];
    char text[512];
    char line[600];
    snprintf(pointer, sizeof pointer, "/text/%s", bell->language);
    if (bell->host->text_at(bell->host->context, message->json, pointer, text, sizeof text) < 0) {
        answer->outcome = GONGDAN_REJECTED; /* it would not have a text the next time either */
        snprintf(answer->reason, sizeof answer->reason, "no text in language %s", bell->language);
        return;
    }
    /* Not blocking: a terminal that is held (Ctrl-S) must not keep the notices of the whole channel. */
    const int terminal = open(bell->terminal, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0) {
        try_again(answer, "cannot open the terminal");
        return;
    }
    const int length = snprintf(line, sizeof line, "\a%s\n", text);
    if (write(terminal, line, (size_t)length) != length) {
        try_again(answer, "cannot write to the terminal");
    } else {
        answer->outcome = GONGDAN_DELIVERED;
    }
    close(terminal);
}

static void bell_close(void* instance) { free(instance); }

int32_t gongdan_adapter_v1(const gongdan_host_v1* host, gongdan_adapter_table_v1* table) {
    if (host->struct_size < sizeof *host || table->struct_size < sizeof *table) return GONGDAN_INCOMPATIBLE;
    table->name = "desk-bell";
    table->version = "1.0";
    table->open = bell_open;
    table->deliver = bell_deliver;
    table->close = bell_close;
    return GONGDAN_OK;
}
