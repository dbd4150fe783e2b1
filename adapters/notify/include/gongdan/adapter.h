#ifndef GONGDAN_ADAPTER_H
#define GONGDAN_ADAPTER_H
/*
 * Gongdan notice adapters: the C interface for shared objects, version 1.
 *
 * An adapter carries notices ("the arrival at fault GZ2026… is overdue") to people over a channel of its own: a pager
 * gateway, a light tower, a wall board. It is a shared object with one exported function, gongdan_adapter_v1(). Only C
 * types cross the border, so any compiler and any language that can export a C function will do. A project to start
 * from is installed as share/gongdan/plugin-template; the guide is docs/plugins.md; `gongdan plugin test` checks an
 * adapter.
 *
 * Where it runs. Every channel has a small process of its own (gongdan-plugin-runner) that loads the shared object. An
 * adapter that crashes or hangs is killed together with its children, and a fresh process is started for the next
 * notice; the engine and the other channels do not notice. The process gets no secrets of the server: its environment
 * holds PATH, LANG and TZ, and what `environment` of the channel names. Its working folder is the data folder.
 *
 * Life. open() once, deliver() any number of times, close() once when the server stops in order. After a kill, close()
 * is not called, and nothing that was kept in memory is there any more.
 *
 * Threads. All calls come from one thread, one after the other, and never again after close(). An adapter may start
 * threads of its own; they may call `log`, and nothing else. Do not fork without exec.
 *
 * Ownership. Every pointer handed to the adapter belongs to the host and is valid until the call returns: copy what is
 * kept. The host struct alone is valid until close() returns. Pointers the adapter hands over (its instance, the
 * function table's strings) belong to the adapter, and the host frees none of them.
 *
 * Time. deliver() has message->time_limit_ms, about ten seconds as a rule, from its call to its return; then the
 * process is killed and the notice counts as `retry`. open() counts against the limit of the first notice. Give your
 * own connections a shorter limit, so that you can say what went wrong.
 *
 * At least once. A notice may come again after a retry, a crash, or a stop in between. message->id stays the same: use
 * it as the idempotency key towards your service.
 *
 * Personal data. A message names a person on duty and his address. Do not log them, and do not put them into `reason`.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define GONGDAN_EXPORT __attribute__((visibility("default")))
#else
#define GONGDAN_EXPORT
#endif

/* What the entry function returns when it has filled in the table. Anything else refuses the host. */
#define GONGDAN_OK 0
#define GONGDAN_INCOMPATIBLE 1

/* The three answers to a notice. */
#define GONGDAN_DELIVERED 0 /* It arrived where you are responsible for bringing it. It will not come again. */
#define GONGDAN_RETRY                                                                            \
    1 /* Not now: busy, unreachable, throttled. It comes again, see delay_ms; after ten attempts \
       * over some three days it becomes a dead letter that a person sees and can send again.    \
       * Five in a row, and the channel rests for a while: all its notices wait. */
#define GONGDAN_REJECTED                                                                         \
    2 /* Never: this notice cannot be delivered however often it is tried, e.g. the address does \
       * not exist. It becomes a dead letter at once. */

/* Levels of `log`. */
#define GONGDAN_LOG_INFO 0
#define GONGDAN_LOG_WARNING 1
#define GONGDAN_LOG_ERROR 2

/* What the host offers. `struct_size` tells how much of the struct this host knows; members will be added at the end
 * only, so check it before you use one that was not in the first version. */
typedef struct gongdan_host_v1 {
    uint32_t struct_size;
    uint32_t reserved;
    void* context; /* first argument of the functions below */

    /* Writes a line into the server's log. UTF-8; at most the first 500 bytes are kept. From any thread. */
    void (*log)(void* context, int32_t level, const char* text);

    /* Reads one text out of a JSON document, so that an adapter needs no JSON library: `pointer` is an RFC 6901 pointer
     * such as "/recipient/address" or "/text/zh". Strings come as their text, numbers and true/false as JSON.
     * Writes at most `capacity` bytes into `out`, the closing zero included, never half a character.
     * Returns the length of the whole text, which may be more than fitted; -1 when there is nothing (or an object, a
     * list or null) at `pointer`, or `json` is no JSON; then `out` is the empty text. Only from the calling thread. */
    int64_t (*text_at)(void* context, const char* json, const char* pointer, char* out, size_t capacity);
} gongdan_host_v1;

/* One notice. */
typedef struct gongdan_message_v1 {
    uint32_t struct_size;
    uint32_t reserved;
    const char* id;   /* stable over retries; the idempotency key. UTF-8, zero-terminated, at most 500 bytes */
    const char* json; /* the whole message, zero-terminated:
                       *   {"id", "escalation", "case", "number", "workflow", "title":{zh,en}, "clock",
                       *    "clock_title":{zh,en}, "rung", "level", "repeat", "due_at", "raised_at", "to":[roles],
                       *    "recipient":{"id","name","address"}, "state", "text":{zh,en}}
                       * or, for several tickets at once, megabytes in a storm:
                       *   {"id", "kind":"digest", "count", "level", "recipient",
                       *    "headline":{zh,en}, "text":{zh,en}, "items":[…]}
                       * `text` is the sentence for people, `recipient.address` what the organisation file says.
                       * Times are RFC 3339. Ignore members you do not know: there will be more. */
    size_t json_size; /* bytes of `json` without the closing zero */
    int64_t time_limit_ms;
} gongdan_message_v1;

/* The answer. The host presets outcome = GONGDAN_RETRY, delay_ms = -1 and an empty reason. */
typedef struct gongdan_answer_v1 {
    uint32_t struct_size;
    int32_t outcome;  /* GONGDAN_DELIVERED, GONGDAN_RETRY or GONGDAN_REJECTED; anything else counts as retry */
    int64_t delay_ms; /* with retry: not before so many milliseconds, a day at most; -1 = the host decides. The host
                       * waits at least as long as its own schedule says (5 s, 5 min, 30 min, 2 h … 24 h). */
    char reason[256]; /* zero-terminated UTF-8: why not, in a few words for the person who looks at dead letters */
} gongdan_answer_v1;

/* What the adapter offers. The host sets struct_size and zeroes the rest; the entry function fills it in. */
typedef struct gongdan_adapter_table_v1 {
    uint32_t struct_size;
    uint32_t reserved;
    const char* name;    /* e.g. "desk-bell"; required */
    const char* version; /* of the adapter, e.g. "1.0"; may stay NULL */

    /* Makes an instance from the channel's `options`, a JSON object ("{}" when there are none). Returns GONGDAN_OK and
     * sets *instance (NULL is allowed), or anything else and writes why into `reason`, at most `capacity` bytes with
     * the closing zero. A failed open() counts as one failed attempt and is tried again. Required. */
    int32_t (*open)(const gongdan_host_v1* host, const char* options, void** instance, char* reason, size_t capacity);

    /* Delivers one notice. Required. */
    void (*deliver)(void* instance, const gongdan_message_v1* message, gongdan_answer_v1* answer);

    /* Frees the instance. May stay NULL. */
    void (*close)(void* instance);
} gongdan_adapter_table_v1;

/* The one function an adapter exports. Returns GONGDAN_OK, or GONGDAN_INCOMPATIBLE when host->struct_size or
 * table->struct_size is smaller than the adapter needs. Called once in a process, before open(). */
GONGDAN_EXPORT int32_t gongdan_adapter_v1(const gongdan_host_v1* host, gongdan_adapter_table_v1* table);

#ifdef __cplusplus
}
#endif

#endif /* GONGDAN_ADAPTER_H */
