// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import io.glowplug.dispatch.NodeDescription;
import io.glowplug.dispatch.node.NodeStore.Portrait;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RuntimeAvailability;
import io.glowplug.registry.RuntimeCatalog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** This process, as it describes itself to the others. */
public final class Self {

    /** Of a node without a runtime. */
    public static final RuntimeCatalog SERVES_NOTHING = new RuntimeCatalog() {
        @Override
        public Optional<String> refusalOf(FunctionRuntime runtime) {
            return Optional.of("This node runs no functions.");
        }

        @Override
        public List<RuntimeAvailability> runtimes() {
            return List.of();
        }
    };

    private final Portrait portrait;
    private final NodeDescription description;
    private final IntSupplier inFlight;

    private Self(Portrait portrait, NodeDescription description, IntSupplier inFlight) {
        this.portrait = portrait;
        this.description = description;
        this.inFlight = inFlight;
    }

    /**
     * Describes this process.
     *
     * @param configuredName empty for the host's
     * @param inFlight how many invocations it holds
     */
    public static Self of(
            NodeIdentity identity,
            String configuredName,
            NodeDescription description,
            RuntimeCatalog catalog,
            int capacity,
            IntSupplier inFlight) {
        List<String> runtimes = catalog.runtimes().stream()
                .filter(RuntimeAvailability::servable)
                .map(RuntimeAvailability::runtime)
                .toList();
        List<String> networks = Arrays.stream(NetworkAccess.Mode.values())
                .filter(mode -> catalog.refusalOfNetwork(mode).isEmpty())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .toList();
        String name = configuredName.isBlank() ? hostName() : configuredName.strip();
        return new Self(
                new Portrait(
                        identity.id(), UUID.randomUUID(), name, description.version(), runtimes, networks, capacity),
                description,
                inFlight);
    }

    Portrait portrait() {
        return portrait;
    }

    @Nullable
    String address() {
        return description.address();
    }

    int inFlight() {
        return inFlight.getAsInt();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
