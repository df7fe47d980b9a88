// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import java.util.Random;

/** What an event tells the function to do with it. */
enum Instruction {
    SUCCEED(false),
    SLOW(false),
    FAIL_ONCE(false),
    FAIL_ALWAYS(true),
    CRASH(true),
    EXIT(true),
    HANG(true);

    private final boolean fatal;

    Instruction(boolean fatal) {
        this.fatal = fatal;
    }

    /** Whether the event has to end in the dead-letter queue, whatever else happens. */
    boolean fatal() {
        return fatal;
    }

    /** Draws one for a call: two in three succeed at once. */
    static Instruction drawForCall(Random random) {
        int drawn = random.nextInt(100);
        if (drawn < 66) {
            return SUCCEED;
        }
        return drawn < 80
                ? SLOW
                : drawn < 90 ? FAIL_ONCE : drawn < 94 ? FAIL_ALWAYS : drawn < 96 ? CRASH : drawn < 98 ? EXIT : HANG;
    }

    /** Draws one for a record: few fail, since the whole batch does with them. */
    static Instruction drawForRecord(Random random) {
        int drawn = random.nextInt(1000);
        return drawn < 970 ? SUCCEED : drawn < 980 ? SLOW : drawn < 995 ? FAIL_ONCE : FAIL_ALWAYS;
    }
}
