// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people do to functions. Every call is one transaction: after a crash it happened or it did not. Everything
 * that is not carried out throws {@link RefusedException} and leaves nothing behind.
 *
 * <p>{@code expectedRevision} is compared with the current one where it is given; null means "whatever it is".
 */
public interface FunctionRegistry {

    /** Stores a function in state pending; it becomes active or failed on its own once the code is unpacked. */
    FunctionDetails create(NewFunction function);

    Optional<FunctionDetails> find(String name);

    /** Returns the function, or refuses with {@link Refusal#NOT_FOUND}. */
    FunctionDetails get(String name);

    /** Lists functions by name. */
    Page<FunctionDetails> list(PageRequest page);

    FunctionDetails update(String name, FunctionChange change, @Nullable Long expectedRevision);

    /**
     * Raises the revision because something that belongs to the function was changed elsewhere, in the caller's
     * transaction.
     */
    FunctionDetails touch(String name);

    /** Replaces the code. The old code serves until the new one is unpacked, which is when this returns. */
    FunctionDetails updateCode(String name, CodeUpload code, @Nullable Long expectedRevision);

    /** Removes the function with its versions and aliases. Refused while a {@link FunctionUse} says it is in use. */
    void delete(String name, @Nullable Long expectedRevision);

    /**
     * Freezes {@code $LATEST}. Unchanged since the last one, that one is returned and nothing is stored. A pending
     * function is waited for, up to five seconds; refused with {@link Refusal#CONFLICT} unless it is active then.
     */
    PublishedVersion publish(String name, String description, @Nullable Long expectedRevision);

    Page<PublishedVersion> versions(String name, PageRequest page);

    /** Removes one version; refused while an alias points at it. */
    void deleteVersion(String name, int number);

    FunctionAlias createAlias(FunctionAlias alias);

    FunctionAlias getAlias(String functionName, String aliasName);

    FunctionAlias updateAlias(FunctionAlias alias, @Nullable Long expectedRevision);

    void deleteAlias(String functionName, String aliasName);

    Page<FunctionAlias> aliases(String functionName, PageRequest page);

    /** Returns the zip archive of the code of {@code $LATEST} or of a numbered version. */
    byte[] codeArchive(String name, String version);
}
