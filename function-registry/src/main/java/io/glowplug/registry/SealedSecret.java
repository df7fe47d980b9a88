// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/**
 * The encrypted value of a variable.
 *
 * @param sealed what {@link SecretCipher} made, in Base64
 * @param bytes size of the value in UTF-8, which counts against the limit of the environment
 */
public record SealedSecret(String sealed, int bytes) {}
