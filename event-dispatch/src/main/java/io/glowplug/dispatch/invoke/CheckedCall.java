// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.Payload;
import java.util.UUID;

/** A call that keeps the rules, of a function that exists. */
record CheckedCall(UUID invocationId, FunctionVersion function, Payload payload, InvokeRequest request) {}
