// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import io.glowplug.trigger.TriggerDraft;

/** Drafts as users write them. */
public final class Drafts {

    private Drafts() {}

    public static TriggerDraft schedule(String name, String settings) {
        return new TriggerDraft(name, "report", null, "schedule", settings, null, null, null, false);
    }

    public static TriggerDraft every(String name, String rate) {
        return schedule(name, "{\"expression\": \"rate(" + rate + ")\", \"missed\": \"all\"}");
    }

    static TriggerDraft scripted(String name) {
        return scripted(name, "anything");
    }

    static TriggerDraft scripted(String name, String reads) {
        return new TriggerDraft(
                name, "report", null, "scripted", "{\"reads\": \"" + reads + "\"}", null, null, null, false);
    }
}
