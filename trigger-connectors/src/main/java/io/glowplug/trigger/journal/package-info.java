// SPDX-License-Identifier: Apache-2.0
/**
 * What the nodes write down about triggers: notes for each trigger's own time line, and how its source is doing.
 *
 * <p>Start at {@link TriggerNotes} and {@link SourceReports}. Plain JDBC; nothing else touches these two tables.
 *
 * <p>Invariant: the number of notes of a trigger is bounded, and a report says when it was made, so that an old one is
 * never taken for the present.
 */
@NullMarked
package io.glowplug.trigger.journal;

import org.jspecify.annotations.NullMarked;
