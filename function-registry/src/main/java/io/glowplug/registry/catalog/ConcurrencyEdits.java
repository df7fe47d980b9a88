// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.ProvisionedConcurrency.Wanted;
import io.glowplug.registry.ProvisionedSetting;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The transactions that write what functions have for themselves: one at a time, because their sums are limited. */
@Component
class ConcurrencyEdits {

    private static final String QUALIFIER = "qualifier";

    private final LockedFunctions locked;
    private final ReservationRepository reservations;
    private final ProvisionRepository provisions;
    private final ConcurrencyRules rules;
    private final ProvisionedVersions versions;
    private final InstantSource time;

    ConcurrencyEdits(
            LockedFunctions locked,
            ReservationRepository reservations,
            ProvisionRepository provisions,
            ConcurrencyRules rules,
            ProvisionedVersions versions,
            InstantSource time) {
        this.locked = locked;
        this.reservations = reservations;
        this.provisions = provisions;
        this.rules = rules;
        this.versions = versions;
        this.time = time;
    }

    @Transactional
    void reserve(String name, int executions) {
        StoredFunction function = lock(name);
        rules.refuseReservation(function.id(), executions);
        reservations.saveAndFlush(new StoredReservation(function.id(), executions));
        locked.changed(name);
    }

    @Transactional
    void unreserve(String name) {
        StoredFunction function = lock(name);
        reservations.deleteById(function.id());
        reservations.flush();
        locked.changed(name);
    }

    @Transactional
    ProvisionedSetting provision(String name, String qualifier, int environments) {
        StoredFunction function = lock(name);
        var key = new StoredProvision.Key(function.id(), qualifier);
        refuseQualifier(function.toDetails(), qualifier);
        rules.refuseProvision(key, environments);
        StoredProvision stored = provisions.saveAndFlush(new StoredProvision(key, environments, time.instant()));
        locked.changed(name);
        return stored.toSetting(name);
    }

    @Transactional
    void unprovision(String name, String qualifier) {
        StoredFunction function = lock(name);
        provisions.delete(provisions
                .findById(new StoredProvision.Key(function.id(), qualifier))
                .orElseThrow(() -> none(name, qualifier)));
        provisions.flush();
        locked.changed(name);
    }

    static RefusedException none(String name, String qualifier) {
        return RefusedException.notFound(
                "No Provisioned Concurrency Config found for this function: " + name + ":" + qualifier);
    }

    private StoredFunction lock(String name) {
        reservations.serializeChanges();
        return locked.lock(name);
    }

    /** A version is provisioned once: for itself, or by one alias. */
    private void refuseQualifier(FunctionDetails function, String qualifier) {
        Violations.of()
                .check(
                        !qualifier.equals(FunctionVersion.LATEST),
                        QUALIFIER,
                        "must be a version or an alias (Provisioned Concurrency Configs cannot be applied to"
                                + " unpublished function versions.)")
                .refuseIfAny();
        Set<String> covered = covered(function, qualifier);
        if (covered.isEmpty()) {
            throw RefusedException.invalid(
                    QUALIFIER,
                    "must be a published version or an alias of one, which " + qualifier + " of " + function.name()
                            + " is not");
        }
        for (StoredProvision other : provisions.findByKeyFunctionId(function.id())) {
            String otherQualifier = other.key().qualifier();
            Set<String> both = new HashSet<>(covered(function, otherQualifier));
            both.retainAll(covered);
            Violations.of()
                    .check(
                            otherQualifier.equals(qualifier) || both.isEmpty(),
                            QUALIFIER,
                            "must not lead to version " + String.join(", ", both) + ", which is provisioned by "
                                    + otherQualifier + " already")
                    .refuseIfAny();
        }
    }

    /** The number of environments is large enough for each version of a split to get one. */
    private Set<String> covered(FunctionDetails function, String qualifier) {
        return versions.wanted(function, qualifier, 1_000_000).stream()
                .map(Wanted::version)
                .map(FunctionVersion::version)
                .collect(Collectors.toSet());
    }
}
