// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people do to triggers. Secrets in their settings are never returned. Each call is one transaction; what is not carried out throws {@link
 * io.glowplug.registry.RefusedException} and leaves nothing behind.
 */
public interface Triggers {

    TriggerDefinition create(TriggerDraft draft);

    /** What triggers of that type get that say nothing about batches. */
    BatchSettings defaultBatch(String type);

    /** Returns the trigger with that id or name. */
    TriggerDefinition get(String idOrName);

    /**
     * Lists triggers by name.
     *
     * @param functionName only triggers of that function, or null for all
     * @param type only triggers of that kind, or null for all
     */
    Page<TriggerDefinition> list(@Nullable String functionName, @Nullable String type, PageRequest page);

    /** Replaces everything that the connector allows to change. */
    TriggerDefinition update(UUID id, TriggerDraft draft, @Nullable Long expectedRevision);

    /**
     * Raises the revision because something that belongs to the trigger was changed elsewhere, in the caller's
     * transaction.
     */
    TriggerDefinition touch(UUID id);

    /** Starts nothing new until resumed; the source keeps its place and what is accepted waits. */
    TriggerDefinition pause(UUID id, @Nullable Long expectedRevision);

    TriggerDefinition resume(UUID id, @Nullable Long expectedRevision);

    /**
     * Removes the trigger. Refused with {@link io.glowplug.registry.Refusal#CONFLICT} while events of it wait, unless
     * {@code cancelWaiting}: then they are cancelled and counted as such.
     */
    void delete(UUID id, boolean cancelWaiting, @Nullable Long expectedRevision);

    TriggerStatus status(UUID id);

    /** Returns the trigger's own time line, newest first. */
    Page<TriggerNote> notes(UUID id, PageRequest page);

    /** Returns the next slots of a schedule with these settings, without storing anything. */
    List<Instant> previewSlots(String settings, int count);

    /** Tells whether the event pattern lets the document pass; refuses a pattern that is not valid. */
    boolean testFilter(String filter, String document);

    /** Whether callers of the trigger get the function's own answer, so that none of its outcomes goes to a destination. */
    boolean answersAtOnce(TriggerDefinition trigger);

    /** Names the kinds of triggers that can be created. */
    List<String> kinds();

    /** Returns what triggers of that kind can do; refuses a kind that there is not. */
    Set<ConnectorCapability> capabilities(String kind);

    /** Returns what the settings of that kind may say, as JSON Schema; refuses a kind that there is not. */
    String settingsSchema(String kind);

    /** What became of secrets that were to be encrypted anew. */
    record Reencryption(int changed, int unreadable) {}

    /** Encrypts anew, under the master key in use, the secrets that were encrypted under another one. */
    Reencryption reencrypt();
}
