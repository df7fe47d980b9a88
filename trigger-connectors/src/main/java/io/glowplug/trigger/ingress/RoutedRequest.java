// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import java.util.Map;

/**
 * Where a request was led to.
 *
 * @param routeKey the route as it was written, or {@code $default}
 * @param resource the route's path as it was written
 * @param path the path as the function sees it, not decoded
 * @param pathParameters what the route's parameters stand for, decoded
 */
public record RoutedRequest(String routeKey, String resource, String path, Map<String, String> pathParameters) {}
