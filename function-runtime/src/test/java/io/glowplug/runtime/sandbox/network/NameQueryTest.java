// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameQueryTest {

    private static final String HEADER = "abcd01000001000000000000";
    private static final String NAME = "03417069076578616d706c6503636f6d00"; // Api.example.com

    private static Optional<NameQuery> parse(String hex) {
        return NameQuery.parse(HexFormat.of().parseHex(hex));
    }

    @Test
    void anAnswerRepeatsTheQuestionAndHasTheAddressesOfItsKind() {
        NameQuery query = parse(HEADER + NAME + "00010001").orElseThrow();

        assertThat(query.name()).isEqualTo("api.example.com");
        assertThat(query.isOfTheInternet()).isTrue();
        assertThat(HexFormat.of()
                        .formatHex(query.answer(List.of(
                                InetAddress.ofLiteral("93.184.215.14"), InetAddress.ofLiteral("2606:2800::1")))))
                .isEqualTo("abcd81800001000100000000" + NAME + "00010001" + "c00c000100010000001e00045db8d70e");
        assertThat(HexFormat.of().formatHex(query.answer(NameQuery.NO_SUCH_NAME)))
                .isEqualTo("abcd81830001000000000000" + NAME + "00010001");
    }

    /** Nothing, half a header, no question, an answer, a name without end, a pointer, a label beyond the end, no type. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcd0100",
                "abcd01000000000000000000",
                "abcd81800001000000000000" + NAME + "00010001",
                HEADER + "0361",
                HEADER + "c00c00010001",
                HEADER + "3f6161",
                HEADER + NAME + "0001"
            })
    void whatIsNoQuestionIsNotAnswered(String hex) {
        assertThat(parse(hex)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"046e6f6e6500", "03610a62026c6f00", "00", "01610000"})
    void namesOfOneWordOrOtherSignsAreNotOfTheInternet(String name) {
        assertThat(parse(HEADER + name + "00010001").map(NameQuery::isOfTheInternet))
                .isNotEqualTo(Optional.of(true));
    }

    @Test
    void noBytesAreTooStrange() {
        var random = new Random(4711);
        for (int i = 0; i < 50_000; i++) {
            byte[] message = new byte[random.nextInt(80)];
            random.nextBytes(message);
            if (message.length > 12) {
                System.arraycopy(HexFormat.of().parseHex(HEADER), 0, message, 0, 12);
            }
            NameQuery.parse(message)
                    .ifPresent(query ->
                            assertThat(query.answer(NameQuery.NO_SUCH_NAME)).hasSizeLessThanOrEqualTo(message.length));
        }
    }
}
