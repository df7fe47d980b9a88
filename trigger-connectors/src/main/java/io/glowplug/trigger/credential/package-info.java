// SPDX-License-Identifier: Apache-2.0
/**
 * API keys and signing secrets of triggers.
 *
 * <p>Start at {@link StoredCredentials}, the door for people; connectors read {@link CredentialRows} when they open.
 *
 * <p>Invariant: what would let somebody else in is nowhere in the database as it is: of an API key there is a hash, and a
 * signing secret is encrypted for its row alone.
 */
@NullMarked
package io.glowplug.trigger.credential;

import org.jspecify.annotations.NullMarked;
