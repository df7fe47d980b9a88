// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMaskTest {

    @Test
    void masksWholeSecretsTheirLinesAndTheirJsonForms() {
        SecretMask mask =
                SecretMask.of(List.of("swordfish", "swordfish-2", "-----\nline one\nx", "say \"hi\"", "short"));

        assertThat(mask.applyTo("swordfish-2, swordfish, line one, short, x")).isEqualTo("***, ***, ***, short, x");
        assertThat(mask.applyTo("{\"said\":\"say \\\"hi\\\"\"}")).isEqualTo("{\"said\":\"***\"}");
    }

    @Test
    void leavesWhatHoldsNoSecretAsItIs() {
        Payload binary = Payload.wrap(new byte[] {(byte) 0xFF, 0, 1});

        assertThat(SecretMask.of(List.of("swordfish")).applyTo(binary)).isSameAs(binary);
        assertThat(SecretMask.of(List.of("short"))).isSameAs(SecretMask.NONE);
        assertThat(SecretMask.NONE.applyTo("swordfish")).isEqualTo("swordfish");
    }
}
