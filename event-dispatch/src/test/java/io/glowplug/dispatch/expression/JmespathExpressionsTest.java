// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.EventExpression.EvaluationException;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JmespathExpressionsTest {

    private static final String EVENT = """
            {"order": {"id": 4711, "lines": [{"sku": "a", "n": 2}, {"sku": "b", "n": 1.50}]}, "name": "Jürgen \\"x\\"",
             "big": 123456789012345678901234567890, "exp": 1e2, "far": 1e300, "flag": true, "none": null,
             "detail": {"b": 1, "a": [null, false]}}""";

    private final JmespathExpressions expressions = new JmespathExpressions();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            order.id                                   | 4711
            name                                       | Jürgen "x"
            big                                        | 123456789012345678901234567890
            exp                                        | 100
            far                                        | 1E+300
            flag                                       | true
            detail                                     | {"a":[null,false],"b":1}
            order.lines[*].sku                         | ["a","b"]
            order.lines[?n > `1.6`].sku              | ["a"]
            order.lines[].n                            | [2,1.5]
            join('-', [name, to_string(order.id)])     | Jürgen "x"-4711
            {id: order.id, n: length(order.lines)}     | {"id":4711,"n":2}
            sum(order.lines[].n)                       | 3.5
            sort_by(order.lines, &n)[0].sku            | b
            [name]                                     | ["Jürgen \\"x\\""]
            keys(order)                                | ["id","lines"]
            merge(detail, {c: flag}).c                 | true
            `{"x": 1.0}`                             | {"x":1}
            """)
    void selectsAText(String expression, String expected) {
        assertThat(text(expression)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "missing.deeper", "order.lines[9]", "missing || none"})
    void nullIsNothing(String expression) {
        assertThat(text(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            order.[          | must be a JMESPath expression: Syntax error at line 1 column
            order &&         | must be a JMESPath expression: Syntax error at line 1 column 9
            nobody(order)    | must be a JMESPath expression: Unknown function: nobody at line 1 column 1
            length(`1`)    | must be a JMESPath expression: length function argument 0 error
            """)
    void refusesWhatIsWrongWithThePlace(String expression, String rule) {
        assertThatThrownBy(() -> expressions.compile("idempotency.expression", expression))
                .hasMessageStartingWith("idempotency.expression " + rule);
    }

    @Test
    void refusesWhatIsEmptyOrTooLong() {
        assertThatThrownBy(() -> expressions.compile("e", "")).hasMessageStartingWith("e must be a JMESPath");
        assertThatThrownBy(() -> expressions.compile("e", "a".repeat(1025))).hasMessageContaining("1024 characters");
    }

    @Test
    void compilesOnce() {
        assertThat(expressions.compile("a", "order.id")).isSameAs(expressions.compile("b", "order.id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a | [@,@][] | [@,@][] | [@,@][] | [@,@][] | [@,@][] | [@,@][] | [@,@][] | [@,@][] | [@,@][] | [@,@][]",
                "a[*].to_string(@) | [@,@] | [@,@] | [@,@] | [@,@] | [@,@] | [@,@] | [@,@] | [@,@] | [@,@] | [@,@] | [@,@]",
                "[a,a]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@]|to_string(@)",
                "s|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])"
                        + "|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])"
                        + "|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])|join('',[@,@])",
            })
    void givesUpOnWhatCostsTooMuch(String expression) {
        String numbers = IntStream.range(0, 5_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        Payload event = Payload.ofUtf8("{\"a\":[" + numbers + "],\"s\":\"" + "x".repeat(1000) + "\"}");
        var compiled = expressions.compile("e", expression);
        long began = System.nanoTime();

        assertThatThrownBy(() -> compiled.text(event)).isInstanceOf(EvaluationException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void wrongTypesAndWhatIsNotJsonAreToldApartFromNothing() {
        assertThatThrownBy(() -> text("length(order.id)")).isInstanceOf(EvaluationException.class);
        assertThatThrownBy(() -> expressions.compile("e", "a").text(Payload.ofUtf8("nope")))
                .hasMessage("The event is not JSON.");
        assertThatThrownBy(() -> expressions.compile("e", "a").text(Payload.ofUtf8("[".repeat(100_000))))
                .isInstanceOf(EvaluationException.class);
        assertThat(expressions.compile("e", "[0]").text(Payload.ofUtf8("[[1]]")))
                .contains("[1]");
    }

    private Optional<String> text(String expression) {
        return expressions.compile("e", expression).text(Payload.ofUtf8(EVENT));
    }
}
