// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.filter;

import software.amazon.event.ruler.Machine;

/** A machine that knows one rule. */
record PatternFilter(Machine machine) implements EventFilter {

    /** The library throws for what is not a JSON object; that is a verdict too. */
    @Override
    public boolean passes(String document) {
        try {
            return !machine.rulesForJSONEvent(document).isEmpty();
        } catch (Exception e) {
            return false;
        }
    }
}
