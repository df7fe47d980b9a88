// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.Optional;

/** What this node may take on at present. Answered from memory, so it may be asked on the hot path. */
public interface NodeDuty {

    /** A node that nothing holds back. */
    NodeDuty FULL = new NodeDuty() {
        @Override
        public boolean takesLeases() {
            return true;
        }

        @Override
        public boolean handsTriggersOver() {
            return false;
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }

        @Override
        public String state() {
            return NodeStatus.ACTIVE;
        }
    };

    /** Whether it may take new leases, of invocations and of triggers. Synchronous calls run in any case. */
    boolean takesLeases();

    /** Whether it has to give back the triggers that it holds. */
    boolean handsTriggersOver();

    /** Why it is held back although nobody ordered so, in one sentence; empty when all is well. */
    Optional<String> problem();

    /** As {@link NodeStatus#state()}, {@code gone} apart. */
    String state();
}
