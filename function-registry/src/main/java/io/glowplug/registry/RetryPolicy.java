// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;

/**
 * How often and for how long an invocation is tried again; data of a function (for its asynchronous invocations) or
 * of a trigger (for its events).
 *
 * <p>Only attempts in which the handler was entered count as retries; throttles and faults of the platform spend
 * nothing but age. Defaults are Lambda's: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
 *
 * @param maxRetries tries after the first one, 0 to 185
 * @param minBackoffSeconds wait before the first retry, doubled for each further one, 0 to 43,200
 * @param maxBackoffSeconds upper bound of that wait, at least {@code minBackoffSeconds}, at most 43,200
 * @param maxEventAgeSeconds after this time since acceptance nothing is tried any more, 1 to 604,800
 * @param onlyErrors types of errors that are tried again, and no others; empty for all. A type is given exactly, or by
 *     its beginning with a {@code *} behind it; up to 20
 * @param neverErrors types of errors that are never tried again, even if {@code onlyErrors} names them; up to 20
 */
public record RetryPolicy(
        int maxRetries,
        int minBackoffSeconds,
        int maxBackoffSeconds,
        int maxEventAgeSeconds,
        List<String> onlyErrors,
        List<String> neverErrors) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(2, 60, 300, 21_600);

    private static final int MOST_ERRORS = 20;
    private static final int LONGEST_ERROR = 256;

    public RetryPolicy {
        Violations violations = Violations.of()
                .range("maxRetries", maxRetries, 0, 185)
                .range("minBackoffSeconds", minBackoffSeconds, 0, 43_200)
                .range("maxBackoffSeconds", maxBackoffSeconds, minBackoffSeconds, 43_200)
                .range("maxEventAgeSeconds", maxEventAgeSeconds, 1, 604_800);
        check(violations, "onlyErrors", onlyErrors);
        check(violations, "neverErrors", neverErrors);
        violations.refuseIfAny();
        onlyErrors = List.copyOf(onlyErrors);
        neverErrors = List.copyOf(neverErrors);
    }

    /** A policy that treats all errors alike. */
    public RetryPolicy(int maxRetries, int minBackoffSeconds, int maxBackoffSeconds, int maxEventAgeSeconds) {
        this(maxRetries, minBackoffSeconds, maxBackoffSeconds, maxEventAgeSeconds, List.of(), List.of());
    }

    /** Says whether an error of that type may be tried again, however many retries are left. */
    public boolean retries(String errorType) {
        return (onlyErrors.isEmpty() || matches(onlyErrors, errorType)) && !matches(neverErrors, errorType);
    }

    private static boolean matches(List<String> patterns, String errorType) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? errorType.startsWith(pattern.substring(0, pattern.length() - 1))
                        : errorType.equals(pattern));
    }

    private static void check(Violations violations, String field, List<String> patterns) {
        violations.check(
                patterns.size() <= MOST_ERRORS, field, "must name at most " + MOST_ERRORS + " types of errors");
        for (String pattern : patterns) {
            int star = pattern.indexOf('*');
            violations.check(
                    !pattern.isBlank()
                            && pattern.length() <= LONGEST_ERROR
                            && (star < 0 || star == pattern.length() - 1),
                    field,
                    "must hold types of errors of 1 to " + LONGEST_ERROR
                            + " characters, with * only as the last one of them");
        }
    }
}
