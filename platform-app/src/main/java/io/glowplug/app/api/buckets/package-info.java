// SPDX-License-Identifier: Apache-2.0
/**
 * Buckets and their objects in the management API.
 *
 * <p>Start at {@link BucketController} and {@link ObjectController}. S3's protocol does the same and more on its own port:
 * {@code io.glowplug.app.aws.s3}.
 *
 * <p>Invariant: what users have stored is never answered as a page of the console's origin.
 */
@NullMarked
package io.glowplug.app.api.buckets;

import org.jspecify.annotations.NullMarked;
