// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/**
 * A function's code, named by its content.
 *
 * @param sha256 SHA-256 of the zip archive, 64 lower-case hexadecimal digits
 * @param sizeBytes size of the zip archive
 * @param unzippedBytes size of the files in it
 */
public record CodePackage(String sha256, long sizeBytes, long unzippedBytes) {}
