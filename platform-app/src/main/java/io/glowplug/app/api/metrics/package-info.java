// SPDX-License-Identifier: Apache-2.0
/**
 * Time series for charts over REST. Start at {@link MetricsController}.
 */
@NullMarked
package io.glowplug.app.api.metrics;

import org.jspecify.annotations.NullMarked;
