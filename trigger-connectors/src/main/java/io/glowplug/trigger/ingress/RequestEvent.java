// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.IngressExchange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A request with everything that its event says of it.
 *
 * @param headers those that the function gets to see
 * @param body as it was sent; not to be changed
 * @param endpointId what stands where AWS has the id of an API or a function URL
 * @param requestId what tells it from every other request
 */
@SuppressWarnings("ArrayRecordComponent")
public record RequestEvent(
        IngressExchange exchange,
        RoutedRequest route,
        List<HeaderField> headers,
        byte[] body,
        Authorizer authorizer,
        String endpointId,
        String requestId,
        Instant at) {

    /** Returns the headers of a request without those that end at the platform, and without those names in lower case. */
    public static List<HeaderField> visible(List<HeaderField> headers, Set<String> without) {
        Set<String> hopByHop = HeaderRules.hopByHopOf(headers);
        return headers.stream()
                .filter(field -> {
                    String name = field.name().toLowerCase(Locale.ROOT);
                    return !hopByHop.contains(name) && !without.contains(name);
                })
                .toList();
    }
}
