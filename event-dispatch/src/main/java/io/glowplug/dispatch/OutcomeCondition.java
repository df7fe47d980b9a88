// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/** Which outcomes a destination gets. What a person cancelled is no outcome. */
public enum OutcomeCondition {
    SUCCESS,
    /** The invocation was dead-lettered or expired. */
    FAILURE
}
