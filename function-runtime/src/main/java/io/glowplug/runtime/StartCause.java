// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

/** Why an environment was started. */
public enum StartCause {
    /** There was none of this version on the node. */
    FIRST("first"),
    /** All there were had work. */
    SCALED_OUT("scaled-out"),
    /** An initialisation that took too long was repeated within the invocation. */
    INIT_REPEATED("init-repeated"),
    /** It is kept warm, whether there are invocations or not; so none had to wait for it. */
    PROVISIONED("provisioned");

    private final String label;

    StartCause(String label) {
        this.label = label;
    }

    /** As people get to see it. */
    public String label() {
        return label;
    }
}
