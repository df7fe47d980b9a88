// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.batch;

import java.util.BitSet;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Some of the records of a batch, by their positions in it. Immutable. Its text is like {@code 0-4,7,9-11}. */
public final class RecordSet {

    public static final RecordSet NONE = new RecordSet(new BitSet());

    private final BitSet positions;

    private RecordSet(BitSet positions) {
        this.positions = positions;
    }

    /** The positions from the first, included, to the last, excluded. */
    public static RecordSet range(int from, int to) {
        BitSet bits = new BitSet(to);
        bits.set(from, to);
        return new RecordSet(bits);
    }

    public static RecordSet of(IntStream positions) {
        BitSet bits = new BitSet();
        positions.forEach(bits::set);
        return new RecordSet(bits);
    }

    /** Reads what {@link #toString} writes. */
    public static RecordSet parse(String text) {
        BitSet bits = new BitSet();
        for (String run : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int dash = run.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? run : run.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(run.substring(dash + 1));
            bits.set(first, last + 1);
        }
        return new RecordSet(bits);
    }

    public int size() {
        return positions.cardinality();
    }

    public boolean isEmpty() {
        return positions.isEmpty();
    }

    /** The lowest position; there has to be one. */
    public int first() {
        return positions.nextSetBit(0);
    }

    public IntStream stream() {
        return positions.stream();
    }

    public boolean containsAll(RecordSet others) {
        return others.minus(this).isEmpty();
    }

    /** Those at that position or behind it. */
    public RecordSet from(int position) {
        BitSet bits = (BitSet) positions.clone();
        bits.clear(0, position);
        return new RecordSet(bits);
    }

    public RecordSet minus(RecordSet others) {
        BitSet bits = (BitSet) positions.clone();
        bits.andNot(others.positions);
        return new RecordSet(bits);
    }

    public RecordSet plus(RecordSet others) {
        BitSet bits = (BitSet) positions.clone();
        bits.or(others.positions);
        return new RecordSet(bits);
    }

    /** The first half of them, which has one more where their number is odd. */
    public RecordSet firstHalf() {
        return of(stream().limit((size() + 1) / 2));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordSet that && that.positions.equals(positions);
    }

    @Override
    public int hashCode() {
        return positions.hashCode();
    }

    @Override
    public String toString() {
        StringJoiner runs = new StringJoiner(",");
        for (int first = positions.nextSetBit(0); first >= 0; ) {
            int end = positions.nextClearBit(first);
            runs.add(end == first + 1 ? Integer.toString(first) : first + "-" + (end - 1));
            first = positions.nextSetBit(end);
        }
        return runs.toString();
    }
}
