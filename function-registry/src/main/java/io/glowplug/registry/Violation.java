// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/**
 * One broken rule of one field.
 *
 * @param field the field's path as the user wrote it, such as {@code memoryMb} or {@code environment.PATH_2}
 * @param rule the rule, as a sentence fragment that reads after the field's name: "must be between 128 and 10240"
 */
public record Violation(String field, String rule) {}
