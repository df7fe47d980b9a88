// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.testevents;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps a few payloads with each function, for everybody who tries it. */
@Component
public class TestEvents {

    static final int MOST_OF_A_FUNCTION = 20;
    static final int MAX_BYTES = 256 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}");

    private final TestEventRepository repository;
    private final InstantSource clock;

    TestEvents(TestEventRepository repository, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
    }

    List<TestEventRow> of(String function) {
        return repository.findByFunctionNameOrderByName(function);
    }

    @Transactional
    TestEventRow put(String function, String name, String payload) {
        Violations.of()
                .check(
                        NAME.matcher(name).matches(),
                        "name",
                        "must be 1 to 64 letters, digits, spaces, dots, underscores and hyphens")
                .check(
                        payload.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES,
                        "payload",
                        "must have at most 256 KiB")
                .refuseIfAny();
        TestEventRow row = repository
                .findByFunctionNameAndName(function, name)
                .orElseGet(() -> new TestEventRow(UuidCreator.getTimeOrderedEpochPlus1(), function, name));
        if (row.modifiedAt() == null && repository.countByFunctionName(function) >= MOST_OF_A_FUNCTION) {
            throw RefusedException.conflict(
                    "a function keeps at most " + MOST_OF_A_FUNCTION + " test events; delete one first");
        }
        row.replacePayload(payload, clock.instant());
        return repository.save(row);
    }

    @Transactional
    void delete(String function, String name) {
        repository.delete(repository
                .findByFunctionNameAndName(function, name)
                .orElseThrow(() -> RefusedException.notFound("there is no test event " + name)));
    }

    /** Forgets those of a function that is no more. */
    @Transactional
    public void deleteOf(String function) {
        repository.deleteByFunctionName(function);
    }
}
