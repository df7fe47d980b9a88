// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;
import java.util.stream.Collectors;

/** A request that is not carried out, through the caller's doing. The message is written for the user. */
public final class RefusedException extends RuntimeException {

    private final Refusal refusal;
    private final transient List<Violation> violations;

    private RefusedException(Refusal refusal, String message, List<Violation> violations) {
        super(message);
        this.refusal = refusal;
        this.violations = List.copyOf(violations);
    }

    public static RefusedException invalid(String field, String rule) {
        return invalid(List.of(new Violation(field, rule)));
    }

    public static RefusedException invalid(List<Violation> violations) {
        String message = violations.stream()
                .map(violation -> violation.field() + " " + violation.rule())
                .collect(Collectors.joining("; "));
        return new RefusedException(Refusal.INVALID, message, violations);
    }

    public static RefusedException notFound(String message) {
        return new RefusedException(Refusal.NOT_FOUND, message, List.of());
    }

    public static RefusedException conflict(String message) {
        return new RefusedException(Refusal.CONFLICT, message, List.of());
    }

    public static RefusedException staleRevision(String message) {
        return new RefusedException(Refusal.STALE_REVISION, message, List.of());
    }

    public static RefusedException tooLarge(String field, String rule) {
        return new RefusedException(Refusal.TOO_LARGE, field + " " + rule, List.of(new Violation(field, rule)));
    }

    public Refusal refusal() {
        return refusal;
    }

    public List<Violation> violations() {
        return violations;
    }
}
