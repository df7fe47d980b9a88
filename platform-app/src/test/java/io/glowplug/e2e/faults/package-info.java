// SPDX-License-Identifier: Apache-2.0
/**
 * The proof that nothing is lost: three packaged nodes under load while everything around them fails. Start at {@link
 * io.glowplug.e2e.faults.FaultsIT}; docs/proof.md says what is injected and what is checked.
 *
 * <p>A round is drawn from one seed: {@link io.glowplug.e2e.faults.FaultPlan} says what happens to the {@link
 * io.glowplug.e2e.faults.Cluster} while the {@link io.glowplug.e2e.faults.Workload} runs; {@link
 * io.glowplug.e2e.faults.Accounts} keeps what was acknowledged, {@link io.glowplug.e2e.faults.Journal} what the functions
 * saw, and {@link io.glowplug.e2e.faults.Checks} holds both against the database once everything has drained.
 */
package io.glowplug.e2e.faults;
