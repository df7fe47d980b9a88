// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.trigger.MessageAttribute;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The digests by which clients of SQS check what they sent and received. They protect nothing from anybody. */
final class MessageDigests {

    private static final byte TEXT = 1;
    private static final byte BINARY = 2;

    private MessageDigests() {}

    static String md5(String text) {
        return hex(digest("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String sha256(String text) {
        return hex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Over the attributes by name: each name, type and value with its length before it.
     * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
     *
     * @return null if there are none
     */
    static @Nullable String md5(Map<String, MessageAttribute> attributes) {
        if (attributes.isEmpty()) {
            return null;
        }
        MessageDigest md5 = digest("MD5");
        new TreeMap<>(attributes).forEach((name, attribute) -> {
            add(md5, name.getBytes(StandardCharsets.UTF_8));
            add(md5, attribute.dataType().getBytes(StandardCharsets.UTF_8));
            if (attribute.binaryValue() != null) {
                md5.update(BINARY);
                add(md5, Base64.getDecoder().decode(attribute.binaryValue()));
            } else {
                md5.update(TEXT);
                String value = attribute.stringValue() == null ? "" : attribute.stringValue();
                add(md5, value.getBytes(StandardCharsets.UTF_8));
            }
        });
        return hex(md5.digest());
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
