// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** Why a request was not carried out. In every case nothing was stored. */
public enum Refusal {
    /** A field breaks a rule; the violations name both. */
    INVALID,
    /** What the request names does not exist. */
    NOT_FOUND,
    /** It collides with what exists: a name that is taken, a thing in use, a state that forbids it. */
    CONFLICT,
    /** The revision in the request is not the current one: somebody else changed it in between. */
    STALE_REVISION,
    /** The request, or what it unpacks to, is larger than allowed. */
    TOO_LARGE
}
