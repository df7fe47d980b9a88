// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.SealedSecret;
import io.glowplug.registry.SecretCipher;
import io.glowplug.registry.SecretText;
import io.glowplug.registry.UnreadableSecretException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Seals and opens secrets. Each is bound to its function and name, so that rows cannot be exchanged for one another. */
@Component
class SecretSealing {

    private final SecretCipher cipher;

    SecretSealing(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** Returns the secrets after a change. One that is given its present value stays as it is stored. */
    Map<String, SealedSecret> changed(
            UUID functionId, Map<String, SealedSecret> present, @Nullable Map<String, @Nullable SecretText> changes) {
        if (changes == null) {
            return present;
        }
        Map<String, SealedSecret> changed = new HashMap<>(present);
        changes.forEach((name, text) -> {
            if (text == null) {
                changed.remove(name);
            } else if (!has(functionId, name, present.get(name), text)) {
                changed.put(name, seal(functionId, name, text.value()));
            }
        });
        return Map.copyOf(changed);
    }

    Map<String, String> open(FunctionVersion version) {
        Map<String, String> texts = new HashMap<>();
        version.configuration().secrets().forEach((name, secret) -> {
            try {
                texts.put(name, open(version.functionId(), name, secret));
            } catch (UnreadableSecretException e) {
                throw new UnreadableSecretException(
                        "The secret " + name + " of function " + version.functionName()
                                + " cannot be decrypted: it was encrypted with a master key that this node does not"
                                + " have. Give the secret anew, or the node the key.",
                        e);
            }
        });
        return texts;
    }

    /** Returns the same secret under the key in use, or itself if it is so already. */
    SealedSecret renewed(UUID functionId, String name, SealedSecret secret) {
        return cipher.isCurrent(bytes(secret), owner(functionId, name))
                ? secret
                : seal(functionId, name, open(functionId, name, secret));
    }

    private SealedSecret seal(UUID functionId, String name, String text) {
        byte[] sealed = cipher.encrypt(text, owner(functionId, name));
        return new SealedSecret(
                Base64.getEncoder().encodeToString(sealed), text.getBytes(StandardCharsets.UTF_8).length);
    }

    private String open(UUID functionId, String name, SealedSecret secret) {
        return cipher.decrypt(bytes(secret), owner(functionId, name));
    }

    private boolean has(UUID functionId, String name, @Nullable SealedSecret present, SecretText text) {
        try {
            return present != null && open(functionId, name, present).equals(text.value());
        } catch (UnreadableSecretException replaced) {
            return false;
        }
    }

    private static byte[] bytes(SealedSecret secret) {
        return Base64.getDecoder().decode(secret.sealed());
    }

    private static String owner(UUID functionId, String name) {
        return "function/" + functionId + "/" + name;
    }
}
