// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.Destination;
import io.glowplug.dispatch.DestinationDraft;
import io.glowplug.dispatch.DestinationEdit;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.dispatch.Destinations;
import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import io.glowplug.registry.UnreadableSecretException;
import io.glowplug.registry.Violation;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The door to the destinations. */
public final class StoredDestinations implements Destinations {

    private static final Logger LOG = LoggerFactory.getLogger(StoredDestinations.class);

    private final DestinationStore store;
    private final DestinationTypes types;
    private final DestinationSecrets secrets;
    private final InstantSource time;

    public StoredDestinations(JdbcClient jdbc, DestinationTypes types, DestinationSecrets secrets, InstantSource time) {
        this.store = new DestinationStore(jdbc);
        this.types = types;
        this.secrets = secrets;
        this.time = time;
    }

    @Override
    public List<String> types() {
        return types.names();
    }

    @Override
    public DestinationPair of(DestinationOwner owner) {
        return of(List.of(owner)).getOrDefault(owner, DestinationPair.NONE);
    }

    @Override
    public Map<DestinationOwner, DestinationPair> of(Collection<? extends DestinationOwner> owners) {
        Map<DestinationOwner, Map<OutcomeCondition, Destination>> found = store.of(owners).stream()
                .collect(Collectors.groupingBy(
                        DestinationRow::owner,
                        Collectors.toMap(DestinationRow::condition, DestinationRow::toDestination)));
        Map<DestinationOwner, DestinationPair> pairs = new HashMap<>();
        found.forEach((owner, each) -> pairs.put(
                owner, new DestinationPair(each.get(OutcomeCondition.SUCCESS), each.get(OutcomeCondition.FAILURE))));
        return pairs;
    }

    @Override
    public boolean change(DestinationOwner owner, String called, DestinationEdit onSuccess, DestinationEdit onFailure) {
        Map<OutcomeCondition, DestinationRow> before =
                store.of(List.of(owner)).stream().collect(Collectors.toMap(DestinationRow::condition, row -> row));
        boolean success = change(owner, called, OutcomeCondition.SUCCESS, before, onSuccess);
        boolean failure = change(owner, called, OutcomeCondition.FAILURE, before, onFailure);
        return success || failure;
    }

    private boolean change(
            DestinationOwner owner,
            String called,
            OutcomeCondition condition,
            Map<OutcomeCondition, DestinationRow> all,
            DestinationEdit edit) {
        DestinationRow before = all.get(condition);
        return switch (edit) {
            case DestinationEdit.Keep _ -> false;
            case DestinationEdit.Remove _ -> before != null && remove(before);
            case DestinationEdit.Put put -> {
                DestinationRow after =
                        within(put.field(), () -> checked(owner, called, condition, before, put.draft()));
                boolean changed = before == null || !isSame(before, after);
                if (changed) {
                    store.put(after);
                }
                yield changed;
            }
        };
    }

    private boolean remove(DestinationRow row) {
        store.remove(List.of(row.id()), time.instant());
        return true;
    }

    private DestinationRow checked(
            DestinationOwner owner,
            String called,
            OutcomeCondition condition,
            @Nullable DestinationRow before,
            DestinationDraft draft) {
        TypedSettings<?> settings = types.read(draft.type(), draft.settings());
        if (settings.calledFunction().filter(called::equals).isPresent()) {
            throw RefusedException.invalid("function", "cannot be the function whose outcomes they are");
        }
        settings.validate();
        UUID id = before == null ? UuidCreator.getTimeOrderedEpochPlus1() : before.id();
        return new DestinationRow(
                id,
                owner,
                condition,
                draft.type(),
                settings.json(),
                settings.target(),
                settings.calledFunction().orElse(null),
                secret(id, settings, before, draft.secret()),
                draft.policy());
    }

    private byte @Nullable [] secret(
            UUID id, TypedSettings<?> settings, @Nullable DestinationRow before, @Nullable SecretText given) {
        if (given == null && before != null && before.secret() != null && mayKeepSecret(before, settings)) {
            return before.secret();
        }
        settings.validateSecret(given);
        if (given == null) {
            return null;
        }
        return before != null && secrets.isSame(id, before.secret(), given) ? before.secret() : secrets.seal(id, given);
    }

    private boolean mayKeepSecret(DestinationRow before, TypedSettings<?> after) {
        return before.type().equals(after.type().name())
                && after.mayKeepSecretOf(types.read(before.type(), before.settings()));
    }

    private static boolean isSame(DestinationRow one, DestinationRow other) {
        return one.toDestination().equals(other.toDestination()) && Arrays.equals(one.secret(), other.secret());
    }

    @Override
    public void forget(DestinationOwner owner) {
        store.remove(store.of(List.of(owner)).stream().map(DestinationRow::id).toList(), time.instant());
    }

    /** Ends what is on its way to destinations that are no more; for the housekeeping. */
    public void endOrphans() {
        store.endOrphans(time.instant());
    }

    @Override
    public Reencryption reencrypt() {
        int changed = 0;
        int unreadable = 0;
        for (DestinationRow row : store.withSecrets()) {
            byte[] sealed = row.secret();
            try {
                if (sealed != null && !secrets.isCurrent(row.id(), sealed)) {
                    SecretText text = secrets.open(row.id(), sealed);
                    changed +=
                            text != null && store.replaceSecret(row.id(), sealed, secrets.seal(row.id(), text)) ? 1 : 0;
                }
            } catch (UnreadableSecretException e) {
                LOG.warn("No key of this node opens the secret of destination {}", row.id());
                unreadable++;
            }
        }
        return new Reencryption(changed, unreadable);
    }

    private static DestinationRow within(String field, Supplier<DestinationRow> made) {
        try {
            return made.get();
        } catch (RefusedException refused) {
            if (refused.refusal() != Refusal.INVALID) {
                throw refused;
            }
            throw RefusedException.invalid(refused.violations().stream()
                    .map(broken -> new Violation(
                            broken.field().isEmpty() ? field : field + "." + broken.field(), broken.rule()))
                    .toList());
        }
    }
}
