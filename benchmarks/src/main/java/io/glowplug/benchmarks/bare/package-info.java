// SPDX-License-Identifier: Apache-2.0
/**
 * The smallest Spring Boot application with JPA and Flyway: what the platform's start is compared with.
 */
@NullMarked
package io.glowplug.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
