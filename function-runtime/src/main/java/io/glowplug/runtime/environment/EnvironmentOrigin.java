// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.StartCause;

/**
 * How an environment came to be.
 *
 * @param ahead whether its interpreter had been waiting for a function
 */
record EnvironmentOrigin(StartCause cause, boolean ahead) {

    /** What the invocation that had to wait for it is told. */
    String label() {
        return ahead ? cause.label() + "-ahead" : cause.label();
    }

    /** Nobody waits for an environment that is kept warm, so its first invocation is as warm as the next. */
    boolean isWaitedFor() {
        return cause != StartCause.PROVISIONED;
    }
}
