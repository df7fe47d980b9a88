// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.registry.AccountConcurrency;
import io.glowplug.registry.FunctionConcurrency;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.ProvisionedConcurrency.Wanted;
import io.glowplug.registry.ProvisionedSetting;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.testing.TestFunctions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what is set in memory, by no rules. The alias {@code latest} leads to no version. */
public final class FakeConcurrency implements FunctionConcurrency {

    private final Map<String, Integer> reserved = new HashMap<>();
    private final Map<String, ProvisionedSetting> provisioned = new TreeMap<>();

    @Override
    public AccountConcurrency account() {
        return new AccountConcurrency(1000, 900);
    }

    @Override
    public Integer reserved(String functionName) {
        return reserved.get(functionName);
    }

    @Override
    public void reserve(String functionName, int executions) {
        reserved.put(functionName, executions);
    }

    @Override
    public void unreserve(String functionName) {
        reserved.remove(functionName);
    }

    @Override
    public ProvisionedSetting provision(String functionName, String qualifier, int environments) {
        ProvisionedSetting setting = new ProvisionedSetting(functionName, qualifier, environments, FakeFunctions.NOW);
        provisioned.put(functionName + ":" + qualifier, setting);
        return setting;
    }

    @Override
    public ProvisionedSetting provisioned(String functionName, String qualifier) {
        if (!provisioned.containsKey(functionName + ":" + qualifier)) {
            throw RefusedException.notFound("nothing is provisioned");
        }
        return provisioned.get(functionName + ":" + qualifier);
    }

    @Override
    public void unprovision(String functionName, String qualifier) {
        provisioned(functionName, qualifier);
        provisioned.remove(functionName + ":" + qualifier);
    }

    @Override
    public Page<ProvisionedSetting> provisioned(String functionName, PageRequest page) {
        return new Page<>(List.copyOf(provisioned.values()), null);
    }

    @Override
    public List<Wanted> wantedBy(ProvisionedSetting setting) {
        return setting.qualifier().equals("latest")
                ? List.of()
                : List.of(new Wanted(
                        TestFunctions.python(setting.functionName())
                                .version(setting.qualifier())
                                .toVersion(),
                        setting.environments()));
    }
}
