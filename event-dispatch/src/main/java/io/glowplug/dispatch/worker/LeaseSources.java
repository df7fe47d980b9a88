// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.flow.FlowRules;
import io.glowplug.dispatch.store.FlowKeyStore;
import io.glowplug.dispatch.store.FlowStore;
import io.glowplug.dispatch.store.LeaseStore;

/**
 * Where due invocations come from.
 *
 * @param ordinary those of functions that nothing holds back
 * @param limited those of functions whose events are held back
 * @param keyless gives keys to those of them that have none yet
 */
public record LeaseSources(LeaseStore ordinary, FlowStore limited, FlowKeyStore keyless, FlowRules rules) {}
