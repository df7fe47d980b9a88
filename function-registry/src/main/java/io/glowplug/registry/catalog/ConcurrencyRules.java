// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.AccountConcurrency;
import io.glowplug.registry.Violations;
import io.glowplug.registry.wiring.RegistryProperties;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What functions may have for themselves. A function claims what it reserved or, if it reserved nothing, what is
 * provisioned for it.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
@Component
class ConcurrencyRules {

    private static final String RESERVED = "reservedConcurrency";
    private static final String PROVISIONED = "provisionedConcurrency";

    private final ReservationRepository reservations;
    private final ProvisionRepository provisions;
    private final int limit;

    ConcurrencyRules(
            ReservationRepository reservations, ProvisionRepository provisions, RegistryProperties properties) {
        this.reservations = reservations;
        this.provisions = provisions;
        this.limit = properties.concurrencyLimit();
    }

    AccountConcurrency account() {
        int claimed = claims().values().stream().mapToInt(Integer::intValue).sum();
        return new AccountConcurrency(limit, limit - claimed);
    }

    void refuseReservation(UUID functionId, int executions) {
        Violations.of().range(RESERVED, executions, 0, Integer.MAX_VALUE).refuseIfAny();
        int provisioned = provisioned(functionId, null);
        Violations.of()
                .check(
                        executions >= provisioned,
                        RESERVED,
                        "must not be below what is provisioned ( ReservedConcurrentExecutions  " + executions
                                + " should not be lower than function's total provisioned concurrency [" + provisioned
                                + "].)")
                .check(
                        leavesEnough(functionId, executions),
                        RESERVED,
                        "must leave " + AccountConcurrency.MIN_UNRESERVED + " of the limit of " + limit
                                + " unreserved (Specified ReservedConcurrentExecutions for function decreases"
                                + " account's UnreservedConcurrentExecution below its minimum value of [100].)")
                .refuseIfAny();
    }

    void refuseProvision(StoredProvision.Key key, int environments) {
        Violations.of().range(PROVISIONED, environments, 1, Integer.MAX_VALUE).refuseIfAny();
        long total = (long) provisioned(key.functionId(), key.qualifier()) + environments;
        @Nullable
        Integer reserved = reservations
                .findById(key.functionId())
                .map(StoredReservation::reserved)
                .orElse(null);
        Violations.of()
                .check(
                        reserved == null || total <= reserved,
                        PROVISIONED,
                        "must, for all versions together, be at most the function's reserved concurrency of "
                                + reserved)
                .check(
                        reserved != null || leavesEnough(key.functionId(), total),
                        PROVISIONED,
                        "must leave " + AccountConcurrency.MIN_UNRESERVED + " of the limit of " + limit + " unreserved")
                .refuseIfAny();
    }

    /** Returns what is provisioned for a function, apart from one qualifier. */
    private int provisioned(UUID functionId, @Nullable String otherThan) {
        return provisions.findByKeyFunctionId(functionId).stream()
                .filter(provision -> !provision.key().qualifier().equals(otherThan))
                .mapToInt(StoredProvision::environments)
                .sum();
    }

    /** What is not more than before is never refused, so that a lowered limit does not stand in the way. */
    private boolean leavesEnough(UUID functionId, long claim) {
        Map<UUID, Integer> claims = claims();
        long present = claims.getOrDefault(functionId, 0);
        long others = claims.values().stream().mapToLong(Integer::longValue).sum() - present;
        return claim <= present || others + claim <= limit - AccountConcurrency.MIN_UNRESERVED;
    }

    private Map<UUID, Integer> claims() {
        Map<UUID, Integer> claims = new HashMap<>();
        provisions
                .findAll()
                .forEach(provision ->
                        claims.merge(provision.key().functionId(), provision.environments(), Integer::sum));
        reservations.findAll().forEach(reservation -> claims.put(reservation.functionId(), reservation.reserved()));
        return claims;
    }
}
