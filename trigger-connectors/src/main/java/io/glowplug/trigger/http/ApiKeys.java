// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.credential.CredentialRows;
import io.glowplug.trigger.credential.CredentialRows.StoredCredential;
import io.glowplug.trigger.ingress.Authorizer;
import io.glowplug.trigger.ingress.RefusedRequest;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Callers by their API keys. What a caller sends is hashed before it is looked up, so that the look-up tells nothing. */
final class ApiKeys implements Authentication {

    private static final int LONGEST = 256;

    private final String header;
    private final Map<String, StoredCredential> byHash = new HashMap<>();
    private final InstantSource time;

    ApiKeys(String header, Collection<StoredCredential> keys, InstantSource time) {
        this.header = header;
        this.time = time;
        for (StoredCredential key : keys) {
            byHash.put(HexFormat.of().formatHex(key.hash()), key);
        }
    }

    @Override
    public Authorizer authenticate(IngressExchange exchange) {
        String sent = exchange.header(header);
        StoredCredential key = sent == null || sent.length() > LONGEST
                ? null
                : byHash.get(HexFormat.of().formatHex(CredentialRows.hash(sent.strip())));
        if (key == null || !key.isValidAt(time.instant())) {
            throw RefusedRequest.of(
                    401,
                    "unauthorized",
                    "This needs a valid API key in the header " + header + ".",
                    new HeaderField("WWW-Authenticate", "ApiKey header=\"" + header + "\""));
        }
        return new Authorizer.ApiKey(
                key.credential().id().toString(), key.credential().name());
    }

    @Override
    public Set<String> proofs() {
        return Set.of(header);
    }

    @Override
    public @Nullable String problem() {
        return byHash.values().stream().anyMatch(key -> key.isValidAt(time.instant()))
                ? null
                : "has no valid API key yet, so nobody can call it";
    }
}
