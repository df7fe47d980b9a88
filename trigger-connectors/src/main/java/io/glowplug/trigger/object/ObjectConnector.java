// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.object.store.ObjectChanges;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Triggers that run when objects are stored or removed. */
@Component
@EnableConfigurationProperties(ObjectConnectorProperties.class)
public class ObjectConnector implements TriggerConnector<ObjectSettings> {

    static final String KIND = "object";

    private final ObjectStore store;
    private final ObjectChanges changes;
    private final ObjectConnectorProperties properties;
    private final OtherObjectTriggers others;

    ObjectConnector(
            ObjectStore store,
            ObjectChanges changes,
            ObjectConnectorProperties properties,
            OtherObjectTriggers others) {
        this.store = store;
        this.changes = changes;
        this.properties = properties;
        this.others = others;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<ConnectorCapability> capabilities() {
        return Set.of(ConnectorCapability.ORDERED, ConnectorCapability.BATCHED, ConnectorCapability.REPLAYABLE);
    }

    /** One record in each event, as S3 has it: many handlers read no further than the first. */
    @Override
    public BatchSettings defaultBatch() {
        return BatchSettings.SINGLE;
    }

    @Override
    public Class<ObjectSettings> settingsType() {
        return ObjectSettings.class;
    }

    @Override
    public void validate(TriggerDefinition trigger, ObjectSettings settings) {
        if (trigger.batch().size() > 1 && trigger.delivery().onDeadLetter() == OnDeadLetter.STOP) {
            throw RefusedException.invalid(
                    "ordering.onDeadLetter", "needs batch.size 1: only events with one record are in an order");
        }
        if (!store.isOpen()) {
            throw RefusedException.invalid(
                    "settings.bucket",
                    "needs an object store, which this platform has only once GLOWPLUG_S3_DIRECTORY names a directory"
                            + " that all nodes share");
        }
        try {
            store.bucket(settings.bucket());
        } catch (RefusedException missing) {
            throw RefusedException.invalid("settings.bucket", "must exist, and " + settings.bucket() + " does not");
        }
        others.refuseOverlap(trigger, settings);
    }

    @Override
    public TriggerSource open(SourceContext context, ObjectSettings settings) {
        BucketSource source = new BucketSource(context, settings, store, changes, properties);
        source.start();
        return source;
    }
}
