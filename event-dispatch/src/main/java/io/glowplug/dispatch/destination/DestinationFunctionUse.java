// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination;

import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.Destinations;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionUse;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A function that is a destination cannot be deleted; the destinations of one that is deleted go with it. */
public final class DestinationFunctionUse implements FunctionUse {

    private static final int NAMED = 5;

    private final DestinationStore store;
    private final Destinations destinations;

    public DestinationFunctionUse(JdbcClient jdbc, Destinations destinations) {
        this.store = new DestinationStore(jdbc);
        this.destinations = destinations;
    }

    @Override
    public Optional<String> reasonToKeep(FunctionDetails function) {
        List<String> callers = store.callersOf(function.name());
        if (callers.isEmpty()) {
            return Optional.empty();
        }
        String more = callers.size() > NAMED ? " and " + (callers.size() - NAMED) + " more" : "";
        return Optional.of("It is the destination of "
                + String.join(", ", callers.subList(0, Math.min(NAMED, callers.size()))) + more + ".");
    }

    @Override
    public void deleted(FunctionDetails function) {
        destinations.forget(new DestinationOwner.OfFunction(function.name()));
    }
}
