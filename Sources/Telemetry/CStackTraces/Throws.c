// Where errors were thrown: the hooks that Swift's runtime calls at each `throw`.
//
// The last throws are kept in a table of fixed size under a spin lock that is held for a copy of some hundred bytes. An
// entry is found by the error object's address; a value thrown by a typed throw has no address of its own, so that the
// newest throw of its type on the same thread is taken for it. An address can be used again by a later error, but that one
// is remembered at its own throw and takes the entry over, unless it looks like the first one thrown again.

#include "CStackTraces.h"

#include <stdatomic.h>
#include <string.h>
#include <unwind.h>

typedef void (*untyped_handler)(void *error);
typedef void (*typed_handler)(void *value, const void *type, const void *conformance);

extern void swift_willThrow(void);
extern void swift_willThrowTypedImpl(void);
extern _Atomic(untyped_handler) _swift_willThrow;
extern _Atomic(typed_handler) _swift_willThrowTypedImpl;

// Sets of a few entries by the error's address, so that a throw looks at few and other threads' throws seldom push one out.
#define SETS 256
#define WAYS 4

struct entry {
    uintptr_t object;  // 0: of a typed throw
    uintptr_t type;
    const void *thread;
    uint64_t number;  // 0: empty
    int depth;
    uintptr_t addresses[CSTACKTRACES_THROWN_FRAMES];
};

static struct entry entries[SETS][WAYS];
static uint64_t last_number;
static atomic_flag lock = ATOMIC_FLAG_INIT;
static _Atomic(bool) active;
static _Atomic(bool) installed;
static _Atomic(uint64_t) seen;
static _Atomic(untyped_handler) earlier_untyped;
static _Atomic(typed_handler) earlier_typed;
static _Thread_local bool inside;  // its address names the thread

static void take(void) {
    while (atomic_flag_test_and_set_explicit(&lock, memory_order_acquire)) {
    }
}

static struct entry *set_of(uintptr_t object, uintptr_t type) {
    uintptr_t key = object != 0 ? object : type ^ (uintptr_t)&inside;
    return entries[((key >> 4) * 0x9E3779B97F4A7C15u) >> 56 & (SETS - 1)];
}

static void release(void) { atomic_flag_clear_explicit(&lock, memory_order_release); }

/// Whether it is the same error on its way up: `throw` of a caught error fires the hook again, further out.
///
/// Then the function that throws now is one of those on the old stack, so that its callers are the end of that stack; the
/// error's type is the same anyway.
static bool is_rethrow(const struct entry *old, uintptr_t type, const uintptr_t *addresses, int depth) {
    int cut = old->depth - depth;
    if (old->thread != &inside || old->type != type || cut <= 0 || depth <= 0) {
        return false;
    }
    if (memcmp(old->addresses + cut + 1, addresses + 1, sizeof(uintptr_t) * (size_t)(depth - 1)) != 0) {
        return false;
    }
    // Two functions that one executor has run, one after the other, have equal callers, too.
    void *now = _Unwind_FindEnclosingFunction((void *)(addresses[0] - 1));
    return now != 0 && now == _Unwind_FindEnclosingFunction((void *)(old->addresses[cut] - 1));
}

/// Whether the address lies in one of the runtime's two functions that call the hooks, both of which are short.
static bool is_runtime(uintptr_t address) {
    return address - (uintptr_t)swift_willThrow < 160 || address - (uintptr_t)swift_willThrowTypedImpl < 160;
}

/// Remembers the stack from the function that throws on; `caller` is where the hook was called from, in the runtime, or in
/// the function itself where the runtime jumped to the hook.
static void remember(uintptr_t object, uintptr_t type, uintptr_t caller) {
    if (inside || !atomic_load_explicit(&active, memory_order_acquire)) {
        return;
    }
    inside = true;
    uintptr_t captured[CSTACKTRACES_THROWN_FRAMES + 6];
    int depth = cstacktraces_capture(captured, CSTACKTRACES_THROWN_FRAMES + 6);
    int own = 0;
    while (own < depth && own < 6 && captured[own] != caller) {
        own++;
    }
    own += own < 6 && is_runtime(caller) ? 1 : 0;
    own = own < depth ? own : 0;
    const uintptr_t *addresses = captured + own;
    depth = depth - own < CSTACKTRACES_THROWN_FRAMES ? depth - own : CSTACKTRACES_THROWN_FRAMES;
    take();
    atomic_fetch_add_explicit(&seen, 1, memory_order_relaxed);
    struct entry *set = set_of(object, type);
    struct entry *place = 0;
    struct entry *oldest = &set[0];
    for (int i = 0; i < WAYS; i++) {
        struct entry *each = &set[i];
        bool same = object != 0 ? each->object == object
                                : each->object == 0 && each->type == type && each->thread == &inside;
        if (each->number != 0 && same) {
            place = each;
        }
        if (each->number < oldest->number) {
            oldest = each;
        }
    }
    if (place == 0) {
        place = oldest;
    } else if (object != 0 && is_rethrow(place, type, addresses, depth)) {
        place->number = ++last_number;
        release();
        inside = false;
        return;
    }
    place->object = object;
    place->type = type;
    place->thread = &inside;
    place->number = ++last_number;
    place->depth = depth;
    memcpy(place->addresses, addresses, sizeof(uintptr_t) * (size_t)depth);
    release();
    inside = false;
}

static void untyped(void *error) {
    untyped_handler earlier = atomic_load(&earlier_untyped);
    if (earlier != 0) {
        earlier(error);
    }
    // The box: the object's two words, then the type of what is in it (`SwiftError` in the runtime's ErrorObject.h).
#if defined(__APPLE__)
    uintptr_t type = 0;
#else
    uintptr_t type = ((const uintptr_t *)error)[2];
#endif
    remember((uintptr_t)error, type, (uintptr_t)__builtin_return_address(0));
}

static void typed(void *value, const void *type, const void *conformance) {
    typed_handler earlier = atomic_load(&earlier_typed);
    if (earlier != 0) {
        earlier(value, type, conformance);
    }
    remember(0, (uintptr_t)type, (uintptr_t)__builtin_return_address(0));
}

bool cstacktraces_remember_throws(void) {
    if (atomic_exchange(&active, true)) {
        return false;
    }
    // The hooks stay once they are in: somebody may have put theirs in front of them and call them still.
    if (!atomic_exchange(&installed, true)) {
        uintptr_t warm[2];
        cstacktraces_capture(warm, 2);
        atomic_store(&earlier_untyped, atomic_exchange(&_swift_willThrow, untyped));
        atomic_store(&earlier_typed, atomic_exchange(&_swift_willThrowTypedImpl, typed));
    }
    return true;
}

void cstacktraces_forget_throws(void) {
    atomic_store(&active, false);
    take();
    memset(entries, 0, sizeof(entries));
    release();
}

int cstacktraces_thrown(uintptr_t object, uintptr_t type, uintptr_t *addresses, int limit) {
    take();
    const struct entry *newest = 0;
    for (int pass = 0; pass < 2 && newest == 0; pass++) {
        uintptr_t key = pass == 0 ? object : 0;
        const struct entry *set = set_of(key, type);
        for (int i = 0; i < WAYS; i++) {
            const struct entry *each = &set[i];
            // A box that is made for a typed error may lie where another error was.
            bool same = each->object == key && (each->type == type || each->type == 0)
                && (key != 0 || each->thread == &inside);
            if (each->number != 0 && same && (newest == 0 || each->number > newest->number)) {
                newest = each;
            }
        }
    }
    int depth = 0;
    if (newest != 0) {
        depth = newest->depth < limit ? newest->depth : limit;
        memcpy(addresses, newest->addresses, sizeof(uintptr_t) * (size_t)depth);
    }
    release();
    return depth;
}

uint64_t cstacktraces_throws_seen(void) { return atomic_load(&seen); }
