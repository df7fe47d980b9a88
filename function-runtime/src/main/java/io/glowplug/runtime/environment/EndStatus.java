// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import org.jspecify.annotations.Nullable;

/** How an invocation or an initialisation ended, as its report says. */
record EndStatus(Kind kind, @Nullable String errorType) {

    enum Kind {
        SUCCESS,
        /** The function answered with an error and goes on; its report in text does not tell. */
        FAILURE,
        ERROR,
        TIMEOUT,
        ENDED_BY_PLATFORM
    }

    static final EndStatus SUCCESS = new EndStatus(Kind.SUCCESS, null);
    static final EndStatus TIMEOUT = new EndStatus(Kind.TIMEOUT, null);
    static final EndStatus ENDED_BY_PLATFORM = new EndStatus(Kind.ENDED_BY_PLATFORM, null);

    /** What reports in JSON say. */
    String word() {
        return switch (kind) {
            case SUCCESS -> "success";
            case FAILURE -> "failure";
            case ERROR, ENDED_BY_PLATFORM -> "error";
            case TIMEOUT -> "timeout";
        };
    }

    static EndStatus failure(String errorType) {
        return new EndStatus(Kind.FAILURE, errorType);
    }

    static EndStatus error(String errorType) {
        return new EndStatus(Kind.ERROR, errorType);
    }
}
