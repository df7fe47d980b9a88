// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.destinations;

import io.glowplug.dispatch.DestinationEdit;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.DestinationOwner.OfFunction;
import io.glowplug.dispatch.DestinationOwner.OfTrigger;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.dispatch.Destinations;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.Triggers;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Writes functions and triggers together with their destinations: both in one transaction, under one revision. */
@Component
public class OwnedDestinations {

    private final Destinations destinations;
    private final FunctionRegistry functions;
    private final Triggers triggers;
    private final TransactionOperations transactions;

    OwnedDestinations(
            Destinations destinations,
            FunctionRegistry functions,
            Triggers triggers,
            TransactionOperations transactions) {
        this.destinations = destinations;
        this.functions = functions;
        this.triggers = triggers;
        this.transactions = transactions;
    }

    /** What a request says of both destinations. */
    public record Edits(DestinationEdit onSuccess, DestinationEdit onFailure) {

        public static final Edits NONE = new Edits(new DestinationEdit.Keep(), new DestinationEdit.Keep());

        boolean changeNothing() {
            return onSuccess instanceof DestinationEdit.Keep && onFailure instanceof DestinationEdit.Keep;
        }
    }

    /** Writes a function, and what the request says of its destinations. */
    public FunctionDetails writeFunction(Supplier<FunctionDetails> write, Edits edits) {
        if (edits.changeNothing()) {
            return write.get();
        }
        return inOne(() -> {
            FunctionDetails written = write.get();
            OfFunction owner = new OfFunction(written.name());
            return destinations.change(owner, written.name(), edits.onSuccess(), edits.onFailure())
                    ? functions.touch(written.name())
                    : written;
        });
    }

    /** Writes a trigger, and what the request says of its destinations. */
    public TriggerDefinition writeTrigger(Supplier<TriggerDefinition> write, Edits edits) {
        return inOne(() -> {
            TriggerDefinition written = write.get();
            refuseWhereNothingComes(written, edits);
            OfTrigger owner = new OfTrigger(written.id());
            return destinations.change(owner, written.functionName(), edits.onSuccess(), edits.onFailure())
                    ? triggers.touch(written.id())
                    : written;
        });
    }

    /** Who waits for the answer gets the outcome; nobody else does. */
    private void refuseWhereNothingComes(TriggerDefinition trigger, Edits edits) {
        if ((edits.onSuccess() instanceof DestinationEdit.Put || edits.onFailure() instanceof DestinationEdit.Put)
                && triggers.answersAtOnce(trigger)) {
            throw RefusedException.invalid(
                    edits.onSuccess() instanceof DestinationEdit.Put ? "onSuccess" : "onFailure",
                    "does not apply to " + trigger.type()
                            + " triggers that answer at once: the caller gets the outcome");
        }
    }

    public DestinationPair of(FunctionDetails function) {
        return destinations.of(new OfFunction(function.name()));
    }

    public DestinationPair of(TriggerDefinition trigger) {
        return destinations.of(new OfTrigger(trigger.id()));
    }

    public Map<DestinationOwner, DestinationPair> ofFunctions(Collection<FunctionDetails> some) {
        return destinations.of(
                some.stream().map(function -> new OfFunction(function.name())).toList());
    }

    public Map<DestinationOwner, DestinationPair> ofTriggers(Collection<TriggerDefinition> some) {
        return destinations.of(
                some.stream().map(trigger -> new OfTrigger(trigger.id())).toList());
    }

    private <T> T inOne(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(_ -> work.get()));
    }
}
