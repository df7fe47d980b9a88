// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.testing;

import io.glowplug.registry.SecretCipher;
import io.glowplug.registry.UnreadableSecretException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives out numbers for texts, and knows by which key, a number too, each was made. */
public final class FakeSecretCipher implements SecretCipher {

    private record Made(String text, String owner, int key) {}

    private final Map<String, Made> made = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Integer> lost = new CopyOnWriteArraySet<>();
    private final AtomicInteger key = new AtomicInteger(1);

    /** Encrypts by another key from now on, and forgets the one before if it is to be lost. */
    public void changeKey(boolean loseTheOld) {
        if (loseTheOld) {
            lost.add(key.get());
        }
        key.incrementAndGet();
    }

    @Override
    public byte[] encrypt(String text, String owner) {
        byte[] sealed = ("sealed-" + numbers.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
        made.put(HexFormat.of().formatHex(sealed), new Made(text, owner, key.get()));
        return sealed;
    }

    @Override
    public String decrypt(byte[] sealed, String owner) {
        Made found = made.get(HexFormat.of().formatHex(sealed));
        if (found == null || !found.owner().equals(owner) || lost.contains(found.key())) {
            throw new UnreadableSecretException("another key or owner", null);
        }
        return found.text();
    }

    @Override
    public boolean isCurrent(byte[] sealed, String owner) {
        return made.get(HexFormat.of().formatHex(sealed)).key() == key.get();
    }
}
