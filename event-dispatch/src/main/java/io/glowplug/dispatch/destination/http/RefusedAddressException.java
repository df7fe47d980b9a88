// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import java.net.UnknownHostException;

/** Every address of a host is one that nothing is posted to. */
final class RefusedAddressException extends UnknownHostException {

    RefusedAddressException(String host, String reason) {
        super("Nothing is posted to " + host + ": " + reason
                + ". The administrator can allow it by GLOWPLUG_DISPATCH_DESTINATIONS_ALLOW.");
    }
}
