// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import io.glowplug.registry.SecretCipher;
import io.glowplug.registry.UnreadableSecretException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the secrets that the platform has to know again (AES-256 in GCM mode), and gives other keys their material.
 * Nodes over one database need the same master key. While it is being changed for another, further keys may be given
 * that are only read with.
 */
public final class MasterKey implements SecretCipher {

    static final int BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final List<SecretKeySpec> forReading;
    private final SecureRandom random = new SecureRandom();

    private MasterKey(SecretKeySpec key, List<SecretKeySpec> forReading) {
        this.key = key;
        this.forReading = List.copyOf(forReading);
    }

    /** Reads a key of 32 bytes in Base64. */
    public static MasterKey ofBase64(String text) {
        return ofBase64(text, List.of());
    }

    /** Reads the key to encrypt with and those that are only read with, 32 bytes in Base64 each. */
    public static MasterKey ofBase64(String text, List<String> forReading) {
        return new MasterKey(
                parse(text), forReading.stream().map(MasterKey::parse).toList());
    }

    private static SecretKeySpec parse(String text) {
        byte[] bytes = Base64.getDecoder().decode(text.strip());
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a master key has 32 bytes");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /** Returns whether there are further keys to read with. */
    public boolean readsWithOthers() {
        return !forReading.isEmpty();
    }

    static String generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Encrypts; only a decryption with the same {@code owner} (such as the id of the row) gives the text back. */
    @Override
    public byte[] encrypt(String text, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, owner).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @throws WrongKeyException if it was made with another key or for another owner, or was changed
     */
    @Override
    public String decrypt(byte[] sealed, String owner) {
        try {
            return decrypt(key, sealed, owner);
        } catch (WrongKeyException e) {
            for (SecretKeySpec other : forReading) {
                try {
                    return decrypt(other, sealed, owner);
                } catch (WrongKeyException alsoWrong) {
                    e.addSuppressed(alsoWrong);
                }
            }
            throw e;
        }
    }

    @Override
    public boolean isCurrent(byte[] sealed, String owner) {
        try {
            decrypt(key, sealed, owner);
            return true;
        } catch (WrongKeyException e) {
            return false;
        }
    }

    private static String decrypt(SecretKeySpec key, byte[] sealed, String owner) {
        if (sealed.length < NONCE_BYTES) {
            throw new WrongKeyException(null);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 0, nonce, 0, NONCE_BYTES);
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, key, nonce, owner)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new WrongKeyException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot decrypt", e);
        }
    }

    /** Returns 32 bytes that depend on this key and the purpose, and tell nothing about either. */
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot derive a key", e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String owner)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The text was encrypted with another master key. */
    public static final class WrongKeyException extends UnreadableSecretException {
        WrongKeyException(@Nullable Throwable cause) {
            super("encrypted with another master key", cause);
        }
    }
}
