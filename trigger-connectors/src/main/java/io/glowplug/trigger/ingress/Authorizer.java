// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who a request was found to come from. */
public sealed interface Authorizer {

    /** Nobody asked. */
    record Nobody() implements Authorizer {}

    /** The holder of an API key. */
    record ApiKey(String id, String name) implements Authorizer {}

    /**
     * The subject of a JWT.
     *
     * @param claims as texts, as API Gateway hands them over
     * @param scopes those of the token that the route asks for, or null if it asks for none
     */
    record Jwt(Map<String, String> claims, @Nullable List<String> scopes) implements Authorizer {}
}
