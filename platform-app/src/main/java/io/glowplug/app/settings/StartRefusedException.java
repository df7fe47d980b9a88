// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

/** The platform cannot start as it is set up. Shown to the administrator as two sentences instead of a stack trace. */
public final class StartRefusedException extends RuntimeException {

    private final String action;

    /**
     * Says why and what to do.
     *
     * @param description what is wrong, naming the setting or file
     * @param action what the administrator can do about it
     */
    public StartRefusedException(String description, String action) {
        super(description);
        this.action = action;
    }

    public StartRefusedException(String description, String action, Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
