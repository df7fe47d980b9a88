// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.Companions;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.telemetry.SubscriptionRequest;
import io.glowplug.runtime.telemetry.Telemetry;
import io.glowplug.runtime.telemetry.TelemetryApi;
import io.glowplug.runtime.telemetry.TelemetryHub;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of one environment and what they have said. Thread-safe, knows nothing of HTTP. External ones are
 * programs of their own, started with the environment; internal ones register from within the runtime's process.
 */
final class Extensions implements Companions {

    /** https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html */
    static final int MOST = 10;

    /** Time to end: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
    private static final Duration TIME_OF_EXTERNAL = Duration.ofSeconds(2);

    private static final Duration TIME_OF_INTERNAL = Duration.ofMillis(500);

    private volatile FunctionFacts facts;
    final Deliveries deliveries = new Deliveries();

    /** Null where there is no external extension, and nobody to deliver anything in there. */
    private final @Nullable TelemetryHub telemetry;

    private final Map<String, Extension> byName = new HashMap<>();
    private final CompletableFuture<Void> initialised = new CompletableFuture<>();
    private final CompletableFuture<Breakdown> broken = new CompletableFuture<>();
    private CompletableFuture<Void> rest = CompletableFuture.completedFuture(null);
    private boolean runtimeIsReady;
    private boolean ending;

    Extensions(FunctionFacts facts, InstantSource clock) {
        this.facts = facts;
        this.telemetry = facts.externalExtensions().isEmpty() ? null : new TelemetryHub(deliveries, clock);
        if (facts.externalExtensions().size() > MOST) {
            breakDown(
                    "Extension.TooManyExtensions",
                    "The layers have %d extensions, and there may be %d"
                            .formatted(facts.externalExtensions().size(), MOST));
        }
    }

    FunctionFacts facts() {
        return facts;
    }

    /** There were no external extensions to wait for, and there are none now. */
    synchronized void belongTo(FunctionFacts function) {
        if (!facts.externalExtensions().isEmpty()
                || !function.externalExtensions().isEmpty()) {
            throw new IllegalArgumentException("extensions are started with their function");
        }
        facts = function;
    }

    // ---- the extensions' side; null means yes ----

    /** What became of a registration. */
    sealed interface Registration {
        record Taken(UUID id) implements Registration {}

        record Refused(Refusal refusal) implements Registration {}
    }

    synchronized Registration register(String name, Set<ExtensionEventKind> events) {
        boolean external = facts.externalExtensions().contains(name);
        Refusal refusal = null;
        if (!external && events.contains(ExtensionEventKind.SHUTDOWN)) {
            refusal = Refusal.INVALID_EVENT_TYPE;
        } else if (ending || initialised.isDone() || (!external && runtimeIsReady)) {
            refusal = Refusal.REGISTRATION_CLOSED;
        } else if (byName.containsKey(name)) {
            refusal = Refusal.INVALID_EXTENSION_STATE;
        } else if (byName.size() >= MOST) {
            refusal = Refusal.TOO_MANY_EXTENSIONS;
        }
        if (refusal != null) {
            return new Registration.Refused(refusal);
        }
        Extension extension = new Extension(name, external, events);
        byName.put(name, extension);
        return new Registration.Taken(extension.id);
    }

    synchronized @Nullable Refusal ask(UUID id, ExtensionNext next) {
        Extension extension = find(id);
        if (extension == null) {
            return Refusal.UNKNOWN_EXTENSION;
        }
        if (!extension.hasAsked) {
            extension.hasAsked = true;
            tellOf(extension);
        }
        ExtensionEvent event = extension.pending;
        if (event != null) {
            extension.pending = null;
            extension.waiting = null;
            next.deliver(event);
        } else {
            extension.waiting = next;
        }
        look();
        return null;
    }

    private void tellOf(Extension extension) {
        if (telemetry != null) {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("name", extension.name);
            record.put("state", "Ready");
            record.put(
                    "events", extension.events.stream().map(Enum::name).sorted().toList());
            telemetry.platform(telemetry.now(), "platform.extension", record);
        }
    }

    boolean hasTelemetry() {
        return telemetry != null;
    }

    /** Whether that is the id of an extension. */
    synchronized boolean knows(UUID id) {
        return find(id) != null;
    }

    synchronized @Nullable Refusal subscribe(UUID id, TelemetryApi api, SubscriptionRequest request) {
        Extension extension = find(id);
        if (extension == null) {
            return Refusal.UNKNOWN_EXTENSION;
        }
        boolean subscribed = !ending && telemetry != null && telemetry.subscribe(extension.name, request);
        if (subscribed) {
            return null;
        }
        return switch (api) {
            case TELEMETRY -> Refusal.TELEMETRY_CLOSED;
            case LOGS -> Refusal.LOGS_CLOSED;
        };
    }

    /** The connection on which an extension asked is gone; it may ask again. */
    synchronized void withdraw(ExtensionNext next) {
        for (Extension extension : byName.values()) {
            if (next.equals(extension.waiting)) {
                extension.waiting = null;
            }
        }
    }

    synchronized @Nullable Refusal fail(UUID id, String errorType, String reported) {
        Extension extension = find(id);
        if (extension == null) {
            return Refusal.UNKNOWN_EXTENSION;
        }
        breakDown(errorType, "The extension " + extension.name + " reported " + reported);
        return null;
    }

    /** A process of the environment has ended without having been asked to; the runtime's has no name. */
    synchronized void ended(String name, int exitCode) {
        if (ending) {
            return;
        }
        if (name.isEmpty()) {
            broken.complete(new Breakdown.RuntimeEnded(exitCode));
        } else if (exitCode == 126 || exitCode == 127) {
            breakDown("Extension.LaunchError", "The extension " + name + " could not be started");
        } else {
            breakDown("Extension.Crash", "The extension " + name + " exited with exit status " + exitCode);
        }
        rest.complete(null);
    }

    private void breakDown(String errorType, String message) {
        broken.complete(new Breakdown.ExtensionFailed(errorType, message));
        rest.complete(null);
    }

    private @Nullable Extension find(UUID id) {
        return byName.values().stream()
                .filter(extension -> extension.id.equals(id))
                .findFirst()
                .orElse(null);
    }

    // ---- the platform's side ----

    @Override
    public Telemetry telemetry() {
        return telemetry == null ? Telemetry.NONE : telemetry;
    }

    /** Tells how the runtime got through its part of the initialisation. */
    void runtimeInitialised(Init init) {
        if (telemetry == null) {
            return;
        }
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("initializationType", facts.initializationType());
        record.put("phase", "init");
        record.put(
                "status",
                switch (init) {
                    case Init.Ready _ -> "success";
                    case Init.Failed _ -> "error";
                    case Init.Gone _ -> "failure";
                });
        telemetry.platform(telemetry.now(), "platform.initRuntimeDone", record);
    }

    /** The environment's processes have ended. */
    void closeTelemetry() {
        if (telemetry != null) {
            telemetry.close();
        }
    }

    /** Completes when all those that are expected, and all that have registered, have asked for an event. */
    CompletableFuture<Void> runtimeIsReady() {
        synchronized (this) {
            runtimeIsReady = true;
            look();
        }
        return initialised;
    }

    synchronized void invoke(Handover handover) {
        if (byName.isEmpty() || ending) {
            return;
        }
        ExtensionEvent event = ExtensionEvent.invoke(handover);
        rest = new CompletableFuture<>();
        byName.values().stream()
                .filter(extension -> extension.events.contains(ExtensionEventKind.INVOKE))
                .forEach(extension -> extension.tell(event));
        look();
    }

    private void look() {
        boolean allAtRest = byName.values().stream()
                .allMatch(extension -> extension.isAtRest()
                        || (extension.hasAsked && !extension.events.contains(ExtensionEventKind.INVOKE)));
        if (!allAtRest) {
            return;
        }
        rest.complete(null);
        if (runtimeIsReady
                && byName.keySet().containsAll(facts.externalExtensions())
                && byName.values().stream().allMatch(extension -> extension.hasAsked)) {
            initialised.complete(null);
            if (telemetry != null) {
                telemetry.closeToNew();
            }
        }
    }

    @Override
    public synchronized CompletableFuture<Void> atRest() {
        return rest;
    }

    @Override
    public CompletableFuture<Breakdown> broken() {
        return broken;
    }

    @Override
    public synchronized Duration shutDown(ShutdownReason reason, Instant now) {
        if (ending || (byName.isEmpty() && facts.externalExtensions().isEmpty())) {
            return Duration.ZERO;
        }
        Duration time = facts.externalExtensions().isEmpty() ? TIME_OF_INTERNAL : TIME_OF_EXTERNAL;
        if (telemetry != null) {
            telemetry.hurry();
        }
        ExtensionEvent event = ExtensionEvent.shutdown(reason, now.plus(time));
        byName.values().stream()
                .filter(extension -> extension.events.contains(ExtensionEventKind.SHUTDOWN))
                .forEach(extension -> extension.tell(event));
        end();
        return time;
    }

    /** Nobody is to wait any longer. */
    synchronized void end() {
        ending = true;
        rest.complete(null);
        initialised.complete(null);
    }
}
