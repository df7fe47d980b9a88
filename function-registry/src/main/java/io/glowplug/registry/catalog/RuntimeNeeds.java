// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RuntimeCatalog;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Holds what functions need against what this node has. */
@Component
public class RuntimeNeeds {

    /** A list in SQL must not be empty; no runtime and no network is called so. */
    private static final String NOBODYS = "";

    private final FunctionRepository functions;
    private final RuntimeCatalog node;

    RuntimeNeeds(FunctionRepository functions, RuntimeCatalog node) {
        this.functions = functions;
        this.node = node;
    }

    /** Returns the functions of which this node can run no version, by reading the database. */
    public Set<String> notServedHere() {
        Set<String> runtimes = only(functions.runtimesInUse(), this::lacksRuntime);
        Set<String> networks = only(functions.networksInUse(), this::lacksNetwork);
        return runtimes.size() + networks.size() == 2
                ? Set.of()
                : Set.copyOf(functions.namesNeeding(runtimes, networks));
    }

    private boolean lacksRuntime(String runtime) {
        return FunctionRuntime.parse(runtime).flatMap(node::refusalOf).isPresent();
    }

    private boolean lacksNetwork(String network) {
        return node.refusalOfNetwork(NetworkAccess.Mode.valueOf(network)).isPresent();
    }

    private static Set<String> only(Set<String> used, Predicate<String> lacking) {
        Set<String> lacked = used.stream().filter(lacking).collect(Collectors.toCollection(HashSet::new));
        lacked.add(NOBODYS);
        return lacked;
    }
}
