// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/**
 * How a trigger's batches are taken apart when they fail.
 *
 * @param reported whether the function's answer names the records that failed
 * @param bisected whether a batch that fails as a whole is split in two until the bad record stands alone
 */
public record BatchFailures(boolean reported, boolean bisected) {

    public static final BatchFailures WHOLE = new BatchFailures(false, false);
}
