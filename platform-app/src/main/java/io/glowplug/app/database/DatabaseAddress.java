// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.database;

import org.jspecify.annotations.Nullable;

/**
 * Where the database is.
 *
 * @param url as the pool takes it
 * @param pooler what stands in between
 */
public record DatabaseAddress(
        String url, @Nullable String username, @Nullable String password, Pooler pooler) {

    /** Of a server that this node runs itself. */
    public static DatabaseAddress own(String url, String username, String password) {
        return new DatabaseAddress(url, username, password, Pooler.NONE);
    }

    /** Of a server that others run; looks what stands in between. */
    public static DatabaseAddress external(String url, @Nullable String username, @Nullable String password) {
        Pooler pooler = Pooler.behind(url, username, password);
        return new DatabaseAddress(pooler.urlFor(url), username, password, pooler);
    }

    /** Leaves the password out, and the URL, which may carry one. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + pooler + "]";
    }
}
