// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.registry.UnreadableSecretException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasterKeyTest {

    private final String text = MasterKey.generate();
    private final MasterKey key = MasterKey.ofBase64(text);

    @Test
    void givesBackWhatItEncryptedAndNeverEncryptsTheSameWay() {
        byte[] sealed = key.encrypt("tulip", "owner");

        assertThat(MasterKey.ofBase64(text).decrypt(sealed, "owner")).isEqualTo("tulip");
        assertThat(key.encrypt("tulip", "owner")).isNotEqualTo(sealed);
    }

    @Test
    void refusesAnotherKeyAnotherOwnerAndChangedBytes() {
        byte[] sealed = key.encrypt("tulip", "owner");
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> MasterKey.ofBase64(MasterKey.generate()).decrypt(sealed, "owner"))
                .isInstanceOf(MasterKey.WrongKeyException.class);
        assertThatThrownBy(() -> key.decrypt(sealed, "other")).isInstanceOf(MasterKey.WrongKeyException.class);
        assertThatThrownBy(() -> key.decrypt(changed, "owner")).isInstanceOf(MasterKey.WrongKeyException.class);
    }

    @Test
    void readsWithFurtherKeysAndEncryptsWithItsOwn() {
        String newText = MasterKey.generate();
        MasterKey changing = MasterKey.ofBase64(newText, List.of(MasterKey.generate(), text));
        byte[] old = key.encrypt("tulip", "owner");
        byte[] renewed = changing.encrypt(changing.decrypt(old, "owner"), "owner");

        assertThat(changing.readsWithOthers()).isTrue();
        assertThat(changing.isCurrent(old, "owner")).isFalse();
        assertThat(changing.isCurrent(renewed, "owner")).isTrue();
        assertThat(MasterKey.ofBase64(newText).decrypt(renewed, "owner")).isEqualTo("tulip");
        assertThatThrownBy(() -> changing.decrypt(old, "other")).isInstanceOf(UnreadableSecretException.class);
        assertThatThrownBy(() -> changing.decrypt(new byte[5], "owner")).isInstanceOf(UnreadableSecretException.class);
    }

    @Test
    void derivesKeysThatDependOnTheirPurpose() {
        assertThat(key.derive("tokens"))
                .hasSize(32)
                .isEqualTo(MasterKey.ofBase64(text).derive("tokens"));
        assertThat(key.derive("tokens")).isNotEqualTo(key.derive("other"));
    }
}
