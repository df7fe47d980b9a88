// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.api.destinations.OwnedDestinations.Edits;
import io.glowplug.app.request.CodeRequest;
import io.glowplug.app.request.Fields;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionExtras;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.SecretText;
import io.glowplug.registry.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function as a user writes it, to create one or to change some of it.
 *
 * @param name 1 to 64 letters, digits, hyphens and underscores; fixed once created
 * @param runtime such as {@code python3.11}; see {@code GET /api/v1/runtimes}
 * @param handler such as {@code index.handler}; not needed where the code brings its own {@code bootstrap}
 *     or an application of Spring has one function
 * @param memoryMb 128 to 10,240; 128 by default
 * @param timeoutSeconds 1 to 900; 3 by default
 * @param ephemeralStorageMb size of /tmp, 512 to 10,240; 512 by default
 * @param environment variables, 4 KB in all
 * @param secrets variables whose values are encrypted at rest and never shown; in a change null removes one, and those
 *     left out stay
 * @param layers up to five versions of layers as {@code name:number}, later ones win
 * @param logging format, levels and retention of the log; in a change it replaces the whole of it
 * @param network {@code none} (default), {@code internet} or {@code host}
 * @param networkAllow only with {@code internet}: host names, addresses or ranges, each with or without a port. With any,
 *     nothing else is reachable; addresses and ranges among them also open what is blocked otherwise, such as private ones
 * @param code only on creation; afterwards see {@code PUT …/code}
 * @param async what becomes of asynchronous invocations that fail, and where outcomes go
 */
record FunctionRequest(
        @Nullable String name,
        @Nullable String runtime,
        @Nullable String handler,
        @Nullable Integer memoryMb,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer ephemeralStorageMb,
        @Nullable Map<String, String> environment,
        @Nullable Map<String, @Nullable String> secrets,
        @Nullable LoggingRequest logging,
        @Nullable List<@Nullable String> layers,
        @Nullable String description,
        @Nullable Map<String, String> tags,
        @Nullable String network,
        @Nullable List<String> networkAllow,
        @Nullable CodeRequest code,
        @Nullable AsyncRequest async) {

    private static final String OWN_BOOTSTRAP = "bootstrap";
    private static final String ONLY_FUNCTION = "";

    FunctionRequest {
        Fields.texts("environment", environment);
        Fields.texts("tags", tags);
        Fields.texts("layers", layers);
        Fields.texts("networkAllow", networkAllow);
    }

    NewFunction toNewFunction(@Nullable CodeUpload uploaded) {
        Violations.of()
                .check(name != null, "name", "must be given")
                .check(runtime != null, "runtime", "must be given")
                .check(handler != null || bringsBootstrap() || isSpring(), "handler", "must be given")
                .check(code != null || uploaded != null, "code", "must be given")
                .check(code == null || uploaded == null, "code", "must be given once only")
                .refuseIfAny();
        Fields.texts("secrets", secrets);
        return new NewFunction(
                Fields.required("name", name),
                Fields.required("runtime", runtime),
                Optional.ofNullable(handler).orElse(isSpring() ? ONLY_FUNCTION : OWN_BOOTSTRAP),
                Optional.ofNullable(memoryMb).orElse(FunctionConfiguration.DEFAULT_MEMORY_MB),
                Optional.ofNullable(timeoutSeconds).orElse(FunctionConfiguration.DEFAULT_TIMEOUT_SECONDS),
                Optional.ofNullable(ephemeralStorageMb).orElse(FunctionConfiguration.DEFAULT_EPHEMERAL_STORAGE_MB),
                Optional.ofNullable(environment).orElse(Map.of()),
                Optional.ofNullable(description).orElse(""),
                networkOver(NetworkAccess.NONE),
                async == null ? RetryPolicy.DEFAULT : async.over(RetryPolicy.DEFAULT),
                Optional.ofNullable(tags).orElse(Map.of()),
                uploaded == null ? Fields.required("code", code).toUpload() : uploaded,
                extras());
    }

    Edits destinations() {
        return async == null ? Edits.NONE : async.destinations();
    }

    private FunctionExtras extras() {
        return new FunctionExtras(
                layers == null ? null : Fields.texts("layers", layers),
                secretTexts(),
                logging == null ? null : logging.toSettings());
    }

    private @Nullable Map<String, @Nullable SecretText> secretTexts() {
        if (secrets == null) {
            return null;
        }
        Map<String, @Nullable SecretText> texts = new HashMap<>();
        secrets.forEach((name, text) -> texts.put(name, text == null ? null : new SecretText(text)));
        return texts;
    }

    private boolean bringsBootstrap() {
        return runtime != null && runtime.startsWith("provided");
    }

    private boolean isSpring() {
        return FunctionRuntime.SPRING.equals(runtime);
    }

    FunctionChange toChange(FunctionDetails current) {
        Violations.of()
                .check(name == null || name.equals(current.name()), "name", "cannot be changed")
                .check(code == null, "code", "is changed by PUT of the function's /code")
                .refuseIfAny();
        return new FunctionChange(
                runtime,
                handler,
                memoryMb,
                timeoutSeconds,
                ephemeralStorageMb,
                environment,
                description,
                network == null && networkAllow == null
                        ? null
                        : networkOver(current.configuration().network()),
                async == null ? null : async.over(current.asyncRetry()),
                tags,
                extras());
    }

    /** A list belongs to the mode it was given for, so that another mode drops it. */
    private NetworkAccess networkOver(NetworkAccess present) {
        NetworkAccess.Mode mode = network == null ? present.mode() : modeOf(network);
        List<String> kept = mode == present.mode() ? present.allow() : List.of();
        return new NetworkAccess(mode, networkAllow == null ? kept : networkAllow);
    }

    private static NetworkAccess.Mode modeOf(String network) {
        return switch (network) {
            case "none" -> NetworkAccess.Mode.NONE;
            case "internet" -> NetworkAccess.Mode.INTERNET;
            case "host" -> NetworkAccess.Mode.HOST;
            default -> throw RefusedException.invalid("network", "must be none, internet or host");
        };
    }

    /** Leaves the secrets and the variables out. */
    @Override
    public String toString() {
        return "FunctionRequest[" + name + "]";
    }
}
