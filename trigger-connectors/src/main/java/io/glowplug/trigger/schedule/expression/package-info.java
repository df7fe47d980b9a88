// SPDX-License-Identifier: Apache-2.0
/**
 * When a schedule is due: {@code rate(…)}, {@code at(…)}, {@code cron(…)} in six fields as EventBridge writes it, and
 * Unix's five fields.
 *
 * <p>Start at {@link SlotExpression#parse}. {@link CronExpression} computes the next slot field by field, never minute by
 * minute; {@link AwsCronParser} and {@link UnixCronParser} read the two dialects into it.
 *
 * <p>Invariant: a local time that does not exist is no slot, and one that occurs twice is one slot, its first
 * occurrence. Rules: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
@NullMarked
package io.glowplug.trigger.schedule.expression;

import org.jspecify.annotations.NullMarked;
