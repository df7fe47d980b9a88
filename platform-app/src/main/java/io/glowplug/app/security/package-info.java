// SPDX-License-Identifier: Apache-2.0
/**
 * Who may do what: access keys, the tokens made from them, and three roles.
 *
 * <p>Start at {@link CredentialsFilter} (who is it), {@link AccessRules} (may they) and {@link AccessKeys} (what
 * administrators edit).
 *
 * <p>Invariant: a request is verified from memory alone, and a secret leaves the platform once, when it is made.
 */
@NullMarked
package io.glowplug.app.security;

import org.jspecify.annotations.NullMarked;
