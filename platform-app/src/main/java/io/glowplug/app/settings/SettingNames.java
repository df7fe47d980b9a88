// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import java.util.Arrays;
import java.util.List;

/**
 * The environment variables that Glowplug knows: those of the platform, its launcher and its modules. A test holds this
 * list against the modules' properties and against docs/settings.md.
 */
public final class SettingNames {

    static final List<String> ALL = List.of(
            "GLOWPLUG_PORT",
            "GLOWPLUG_BIND_ADDRESS",
            "GLOWPLUG_INGRESS_PORT",
            "GLOWPLUG_INGRESS_TLS_CERTIFICATE",
            "GLOWPLUG_INGRESS_TLS_PRIVATE_KEY",
            "GLOWPLUG_INGRESS_TRUSTED_PROXIES",
            "GLOWPLUG_INGRESS_MAX_CONNECTIONS",
            "GLOWPLUG_DATA_DIR",
            "GLOWPLUG_MASTER_KEY",
            "GLOWPLUG_MASTER_KEYS_FOR_READING",
            "GLOWPLUG_REGION",
            "GLOWPLUG_ACCOUNT",
            "GLOWPLUG_CONCURRENCY_LIMIT",
            "GLOWPLUG_DATABASE_URL",
            "GLOWPLUG_DATABASE_USERNAME",
            "GLOWPLUG_DATABASE_PASSWORD",
            "GLOWPLUG_DATABASE_POOL_SIZE",
            "GLOWPLUG_DATABASE_LISTEN_URL",
            "GLOWPLUG_KAFKA_BOOTSTRAP_SERVERS",
            "GLOWPLUG_KAFKA_PORT",
            "GLOWPLUG_KAFKA_CLIENT_PROPERTIES_FILE",
            "GLOWPLUG_KAFKA_START_TIMEOUT",
            "GLOWPLUG_S3_PORT",
            "GLOWPLUG_S3_DIRECTORY",
            "GLOWPLUG_S3_UPLOAD_LIFE",
            "GLOWPLUG_SANDBOX",
            "GLOWPLUG_ADMIN_ACCESS_KEY_ID",
            "GLOWPLUG_ADMIN_SECRET_ACCESS_KEY",
            "GLOWPLUG_LOG_FORMAT",
            "GLOWPLUG_JAVA_HOME",
            "GLOWPLUG_JAVA_OPTS",
            "GLOWPLUG_REGISTRY_CODE_DIRECTORY",
            "GLOWPLUG_REGISTRY_CODE_GRACE",
            "GLOWPLUG_REGISTRY_CODE_COLLECTION_INTERVAL",
            "GLOWPLUG_REGISTRY_ACTIVATION_INTERVAL",
            "GLOWPLUG_RUNTIME_MEMORY_AHEAD",
            "GLOWPLUG_RUNTIME_MEMORY_BUDGET",
            "GLOWPLUG_RUNTIME_IDLE_TIMEOUT",
            "GLOWPLUG_RUNTIME_STOP_GRACE",
            "GLOWPLUG_RUNTIME_LIBRARIES",
            "GLOWPLUG_RUNTIME_OUTPUT_LIMIT",
            "GLOWPLUG_RUNTIME_DIRECTORY",
            "GLOWPLUG_DISPATCH_NODE_ID",
            "GLOWPLUG_DISPATCH_MAX_CONCURRENT_ATTEMPTS",
            "GLOWPLUG_DISPATCH_LEASE",
            "GLOWPLUG_DISPATCH_POLL",
            "GLOWPLUG_DISPATCH_DRAIN",
            "GLOWPLUG_DISPATCH_ASYNC_PATIENCE",
            "GLOWPLUG_DISPATCH_SYNC_PATIENCE",
            "GLOWPLUG_DISPATCH_IDEMPOTENCY_KEY_LIFE",
            "GLOWPLUG_DISPATCH_IDEMPOTENCY_ANSWER_LIMIT",
            "GLOWPLUG_DISPATCH_DESTINATIONS_ALLOW",
            "GLOWPLUG_DISPATCH_DESTINATIONS_MAX_CONCURRENT_DELIVERIES",
            "GLOWPLUG_DISPATCH_LEDGER_AUDIT_EVERY",
            "GLOWPLUG_DISPATCH_NODE_HEARTBEAT",
            "GLOWPLUG_DISPATCH_NODE_GONE_AFTER",
            "GLOWPLUG_DISPATCH_NODE_FORGET_AFTER",
            "GLOWPLUG_DISPATCH_NODE_CLOCK_LIMIT",
            "GLOWPLUG_DISPATCH_LOG_FLUSH_EVERY",
            "GLOWPLUG_DISPATCH_LOG_BATCH_LINES",
            "GLOWPLUG_DISPATCH_LOG_BUFFER",
            "GLOWPLUG_DISPATCH_LOG_PATIENCE",
            "GLOWPLUG_DISPATCH_LOG_POLL_EVERY",
            "GLOWPLUG_DISPATCH_PAYLOAD_DIRECTORY",
            "GLOWPLUG_DISPATCH_PAYLOAD_LARGEST_IN_ROW",
            "GLOWPLUG_DISPATCH_PAYLOAD_GRACE",
            "GLOWPLUG_DISPATCH_PAYLOAD_RETENTION",
            "GLOWPLUG_DISPATCH_RETENTION_EVENTS",
            "GLOWPLUG_DISPATCH_RETENTION_LOGS",
            "GLOWPLUG_DISPATCH_RETENTION_DEAD_LETTERS",
            "GLOWPLUG_DISPATCH_RETENTION_PURGE_GRACE",
            "GLOWPLUG_DISPATCH_RETENTION_RESENDS",
            "GLOWPLUG_TRIGGER_LEASE_LENGTH",
            "GLOWPLUG_TRIGGER_RENEW_INTERVAL",
            "GLOWPLUG_TRIGGER_SCAN_INTERVAL",
            "GLOWPLUG_TRIGGER_WATCHDOG_PATIENCE",
            "GLOWPLUG_TRIGGER_KAFKA_MAX_OPEN_INVOCATIONS",
            "GLOWPLUG_TRIGGER_KAFKA_PROBE_INTERVAL",
            "GLOWPLUG_TRIGGER_KAFKA_SECRETS_DIRECTORY",
            "GLOWPLUG_TRIGGER_OBJECT_ALLOW",
            "GLOWPLUG_TRIGGER_OBJECT_MAX_OPEN_INVOCATIONS",
            "GLOWPLUG_TRIGGER_OBJECT_POLL_INTERVAL",
            "GLOWPLUG_TRIGGER_QUEUE_MAX_OPEN_INVOCATIONS",
            "GLOWPLUG_TRIGGER_INGRESS_FUNCTION_DOMAIN",
            "GLOWPLUG_TRIGGER_SCHEDULE_MISSED_AFTER",
            "GLOWPLUG_TRIGGER_SCHEDULE_LONGEST_WAIT",
            "GLOWPLUG_EMBEDDED_POSTGRES_PORT",
            "GLOWPLUG_EMBEDDED_POSTGRES_MAX_CONNECTIONS",
            "GLOWPLUG_EMBEDDED_POSTGRES_SHARED_BUFFERS",
            "GLOWPLUG_EMBEDDED_POSTGRES_START_TIMEOUT");

    private static final String PREFIX = "GLOWPLUG_";

    /** Secrets that triggers may refer to; an administrator chooses their names. */
    private static final String SECRETS = "GLOWPLUG_SECRET_";

    private SettingNames() {}

    /** Returns those that begin like settings of the platform and are none, in order. */
    public static List<String> unknownAmong(String... variables) {
        return Arrays.stream(variables)
                .filter(name -> name.startsWith(PREFIX) && !name.startsWith(SECRETS) && !ALL.contains(name))
                .sorted()
                .toList();
    }
}
