// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.AccountConcurrency;
import io.glowplug.registry.FunctionConcurrency;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.ProvisionedConcurrency.Wanted;
import io.glowplug.registry.ProvisionedSetting;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The door to the concurrency of functions. */
@Component
class StoredConcurrency implements FunctionConcurrency {

    private final ConcurrencyEdits edits;
    private final CatalogReads reads;
    private final ReservationRepository reservations;
    private final ProvisionRepository provisions;
    private final ConcurrencyRules rules;
    private final ProvisionedVersions versions;

    StoredConcurrency(
            ConcurrencyEdits edits,
            CatalogReads reads,
            ReservationRepository reservations,
            ProvisionRepository provisions,
            ConcurrencyRules rules,
            ProvisionedVersions versions) {
        this.edits = edits;
        this.reads = reads;
        this.reservations = reservations;
        this.provisions = provisions;
        this.rules = rules;
        this.versions = versions;
    }

    @Override
    public AccountConcurrency account() {
        return rules.account();
    }

    @Override
    public @Nullable Integer reserved(String functionName) {
        return reservations
                .findById(reads.get(functionName).id())
                .map(StoredReservation::reserved)
                .orElse(null);
    }

    @Override
    public void reserve(String functionName, int executions) {
        edits.reserve(functionName, executions);
    }

    @Override
    public void unreserve(String functionName) {
        edits.unreserve(functionName);
    }

    @Override
    public ProvisionedSetting provision(String functionName, String qualifier, int environments) {
        return edits.provision(functionName, qualifier, environments);
    }

    @Override
    public ProvisionedSetting provisioned(String functionName, String qualifier) {
        return provisions
                .findById(new StoredProvision.Key(reads.get(functionName).id(), qualifier))
                .orElseThrow(() -> ConcurrencyEdits.none(functionName, qualifier))
                .toSetting(functionName);
    }

    @Override
    public void unprovision(String functionName, String qualifier) {
        edits.unprovision(functionName, qualifier);
    }

    @Override
    public Page<ProvisionedSetting> provisioned(String functionName, PageRequest page) {
        FunctionDetails function = reads.get(functionName);
        List<ProvisionedSetting> found = provisions
                .findByKeyFunctionIdAndKeyQualifierGreaterThanOrderByKeyQualifier(
                        function.id(), Cursors.after(page, ""), Cursors.limit(page))
                .stream()
                .map(provision -> provision.toSetting(functionName))
                .toList();
        return Cursors.page(page, found, ProvisionedSetting::qualifier);
    }

    @Override
    public List<Wanted> wantedBy(ProvisionedSetting setting) {
        return versions.wanted(reads.get(setting.functionName()), setting.qualifier(), setting.environments());
    }
}
