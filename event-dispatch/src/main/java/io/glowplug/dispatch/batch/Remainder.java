// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.batch;

import io.glowplug.dispatch.DeadLetterReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a batch.
 *
 * @param now the records of the next attempt
 * @param later what is run after them, part by part
 * @param givenUp the records that failed for good; they make the dead letter once the others are through
 * @param reason why the first of those was given up, or null
 * @param since how many attempts the invocation had behind it when these records became the next ones
 */
public record Remainder(
        RecordSet now,
        List<RecordSet> later,
        RecordSet givenUp,
        @Nullable DeadLetterReason reason,
        int since) {

    public Remainder {
        later = List.copyOf(later);
    }

    /** A batch that has not been taken apart. */
    public static Remainder whole(int records) {
        return new Remainder(RecordSet.range(0, records), List.of(), RecordSet.NONE, null, 0);
    }

    /** All that has not succeeded. */
    public RecordSet unfinished() {
        RecordSet all = now.plus(givenUp);
        for (RecordSet part : later) {
            all = all.plus(part);
        }
        return all;
    }

    /** Only these of the present records are left. */
    public Remainder narrowedTo(RecordSet records, int newSince) {
        return new Remainder(records, later, givenUp, reason, newSince);
    }

    /** The first half of the present records comes next, and the second one behind it. */
    public Remainder split(int newSince) {
        RecordSet first = now.firstHalf();
        return new Remainder(first, with(now.minus(first), later), givenUp, reason, newSince);
    }

    /** These of the present records are given up for good; they are no longer among the present ones. */
    public Remainder givingUp(RecordSet records, DeadLetterReason why) {
        return new Remainder(now.minus(records), later, givenUp.plus(records), reason == null ? why : reason, since);
    }

    /** Goes on with what comes after the present records, if there is anything. */
    public Remainder next(int newSince) {
        return later.isEmpty()
                ? narrowedTo(RecordSet.NONE, newSince)
                : new Remainder(later.getFirst(), later.subList(1, later.size()), givenUp, reason, newSince);
    }

    private static List<RecordSet> with(RecordSet first, List<RecordSet> rest) {
        List<RecordSet> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }
}
