/* ThreadSanitizer makes a program sleep for a second before it exits, to catch races at the exit. The runner of plugins
 * is killed when it does not end soon after close(), and would fail for that. */
const char* __tsan_default_options(void);
const char* __tsan_default_options(void) { return "atexit_sleep_ms=0"; }
