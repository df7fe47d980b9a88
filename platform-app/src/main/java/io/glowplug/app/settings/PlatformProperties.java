// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The platform's own settings, each also an environment variable ({@code glowplug.data-dir} is
 * {@code GLOWPLUG_DATA_DIR}). Checked by {@link SettingsCheck} before they are bound.
 *
 * @param port of the console and the REST API, 0 for any free one; 8080 by default
 * @param bindAddress address that the port is bound to; 127.0.0.1 by default
 * @param dataDir everything the platform keeps on disk; {@code ./glowplug-data} by default
 * @param masterKey 32 bytes in Base64 that encrypt the secrets in the database, the same on every node; by default
 *     generated into the data directory
 * @param masterKeysForReading further such keys, separated by commas, for the time in which the master key is changed:
 *     nothing is encrypted with them, and what was is encrypted anew at the start; none by default
 * @param region region in the resource names of functions, in their {@code AWS_REGION} and in scheduled events;
 *     us-east-1 by default
 * @param account account in the resource names of functions and in scheduled events; 000000000000 by default
 * @param concurrencyLimit most invocations that may run at once, of which 100 cannot be reserved; 1000 by default
 * @param databaseUrl JDBC address of an external PostgreSQL; by default an embedded one is started
 * @param databaseUsername of the external PostgreSQL
 * @param databasePassword of the external PostgreSQL
 * @param databasePoolSize most connections to the database; 24 by default
 * @param databaseListenUrl JDBC address of the same database past a pooler, to listen for hints of other nodes on; by
 *     default databaseUrl, or none where that leads to a pooler which cannot listen
 * @param adminAccessKeyId id of the administrator's access key; generated at the first start by default
 * @param adminSecretAccessKey secret of that key, at least 16 characters
 */
@ConfigurationProperties("glowplug")
public record PlatformProperties(
        @DefaultValue("8080") int port,
        @DefaultValue("127.0.0.1") String bindAddress,
        @DefaultValue("./glowplug-data") String dataDir,
        @Nullable String masterKey,
        @DefaultValue("") String masterKeysForReading,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("000000000000") String account,
        @DefaultValue("1000") int concurrencyLimit,
        @Nullable String databaseUrl,
        @Nullable String databaseUsername,
        @Nullable String databasePassword,
        @DefaultValue("24") int databasePoolSize,
        @Nullable String databaseListenUrl,
        @Nullable String adminAccessKeyId,
        @Nullable String adminSecretAccessKey) {

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "PlatformProperties[port=" + port + ", bindAddress=" + bindAddress + ", dataDir=" + dataDir
                + ", databaseUrl=" + databaseUrl + "]";
    }
}
