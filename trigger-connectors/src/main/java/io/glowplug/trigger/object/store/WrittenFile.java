// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import java.util.UUID;

/**
 * A file as it was written.
 *
 * @param md5 of its bytes, in lower-case hexadecimal digits
 */
record WrittenFile(UUID id, long size, String md5) {}
