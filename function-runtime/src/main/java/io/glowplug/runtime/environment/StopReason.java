// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

/** Why an environment ends. */
public enum StopReason {
    /** The initialisation took too long. */
    INIT_OVERRAN,
    /** The function's time was up. */
    TIMED_OUT,
    /** The process ended, or stopped talking to us, on its own. */
    CRASHED,
    /** Nothing to do for long, its memory needed by others, or its function changed. */
    RETIRED,
    /** The platform stops. */
    PLATFORM_STOPS
}
