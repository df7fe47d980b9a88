// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/**
 * What all functions together may use.
 *
 * @param limit most invocations that run at once
 * @param unreserved what of it no function has for itself, by reserved or provisioned concurrency
 */
public record AccountConcurrency(int limit, int unreserved) {

    /** Of every limit so much stays for functions that reserved nothing. */
    public static final int MIN_UNRESERVED = 100;
}
