// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import io.glowplug.app.settings.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The embedded broker's files, and the one user that it knows. Only the platform's own user can read them. */
final class BrokerDirectory {

    static final String USER = "glowplug";

    private static final String NAME = "kafka";
    private static final String PASSWORD_FILE = NAME + "/password";

    private final DataDirectory data;
    private final String password;

    private BrokerDirectory(DataDirectory data, String password) {
        this.data = data;
        this.password = password;
    }

    /** Opens the directory, making it and the password if there is none. */
    static BrokerDirectory of(DataDirectory data) {
        try {
            Files.createDirectories(
                    data.resolve(NAME),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String password = data.readSecret(PASSWORD_FILE).orElseGet(() -> {
            String fresh = newPassword();
            data.writeSecret(PASSWORD_FILE, fresh);
            return fresh;
        });
        return new BrokerDirectory(data, password);
    }

    Path logFile() {
        return data.resolve(NAME + "/broker.log");
    }

    /** Writes the broker's settings and returns their file. */
    Path configure(int port, int controllerPort) {
        return data.writeSecret(NAME + "/broker.properties", lines(brokerProperties(port, controllerPort)));
    }

    /** Returns what a client needs to get in. */
    Map<String, String> clientProperties(int port) {
        Map<String, String> client = new LinkedHashMap<>();
        client.put("bootstrap.servers", "127.0.0.1:" + port);
        client.put("security.protocol", "SASL_PLAINTEXT");
        client.put("sasl.mechanism", "PLAIN");
        client.put("sasl.jaas.config", login());
        return client;
    }

    /** Writes ready-made settings for producers outside: one file for Kafka's tools, one for kcat and librdkafka. */
    void writeClientFiles(int port) {
        data.writeSecret(NAME + "/client.properties", lines(clientProperties(port)));
        Map<String, String> kcat = new LinkedHashMap<>();
        kcat.put("bootstrap.servers", "127.0.0.1:" + port);
        kcat.put("security.protocol", "SASL_PLAINTEXT");
        kcat.put("sasl.mechanisms", "PLAIN");
        kcat.put("sasl.username", USER);
        kcat.put("sasl.password", password);
        data.writeSecret(NAME + "/kcat.conf", lines(kcat));
    }

    private Map<String, String> brokerProperties(int port, int controllerPort) {
        Map<String, String> broker = new LinkedHashMap<>();
        broker.put("node.id", "1");
        broker.put("process.roles", "broker,controller");
        broker.put("log.dirs", data.resolve(NAME + "/log").toString());
        broker.put("listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        broker.put("advertised.listeners", "CLIENT://127.0.0.1:" + port);
        broker.put("controller.listener.names", "CONTROLLER");
        broker.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        broker.put("inter.broker.listener.name", "CLIENT");
        broker.put("listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        broker.put("sasl.enabled.mechanisms", "PLAIN");
        broker.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        broker.put("sasl.mechanism.controller.protocol", "PLAIN");
        String knownUsers = login().replace(";", " user_" + USER + "=\"" + password + "\";");
        broker.put("listener.name.client.plain.sasl.jaas.config", knownUsers);
        broker.put("listener.name.controller.plain.sasl.jaas.config", knownUsers);
        broker.put("auto.create.topics.enable", "true");
        broker.put("num.partitions", "4");
        broker.put("group.initial.rebalance.delay.ms", "0");
        broker.put("num.network.threads", "2");
        broker.put("num.io.threads", "4");
        broker.put("background.threads", "2");
        broker.put("log.segment.bytes", Integer.toString(128 * 1024 * 1024));
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            broker.put(topic + ".replication.factor", "1");
            broker.put(topic + ".num.partitions", "4");
        }
        broker.put("transaction.state.log.min.isr", "1");
        broker.put("share.coordinator.state.topic.min.isr", "1");
        return broker;
    }

    private String login() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                + password + "\";";
    }

    private static String newPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String lines(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
