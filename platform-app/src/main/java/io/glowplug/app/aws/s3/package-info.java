// SPDX-License-Identifier: Apache-2.0
/**
 * S3's protocol in front of the platform's object store, on a port of its own.
 *
 * <p>Start at {@link S3Server}. S3Proxy's handler reads requests, checks their signatures and writes answers; it is given,
 * for each request, {@link StoredBlobs}: the store as the access key that signed may use it.
 *
 * <p>Invariant: nothing is done for a request without a valid signature of an enabled access key, and nothing is changed
 * for one of a viewer. What the store cannot do is refused, never taken and forgotten.
 */
@NullMarked
package io.glowplug.app.aws.s3;

import org.jspecify.annotations.NullMarked;
