// SPDX-License-Identifier: Apache-2.0
/**
 * What every connector has to keep, whatever it reads. Start at {@link io.glowplug.trigger.contract.TriggerConnectorContract}.
 */
package io.glowplug.trigger.contract;
