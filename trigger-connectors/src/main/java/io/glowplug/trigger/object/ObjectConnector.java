// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretCipher;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.object.external.EndpointRules;
import io.glowplug.trigger.object.external.ExternalBucket;
import io.glowplug.trigger.object.external.ExternalSecrets;
import io.glowplug.trigger.object.external.ExternalStore;
import io.glowplug.trigger.object.external.SealedKey;
import io.glowplug.trigger.object.external.SeenObjects;
import io.glowplug.trigger.object.store.ObjectChanges;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
    private final SeenObjects seen;
    private final ExternalSecrets secrets;
    private final EndpointRules rules;

    ObjectConnector(
            ObjectStore store,
            ObjectChanges changes,
            ObjectConnectorProperties properties,
            OtherObjectTriggers others,
            SeenObjects seen,
            ObjectProvider<SecretCipher> cipher) {
        this.store = store;
        this.changes = changes;
        this.properties = properties;
        this.others = others;
        this.seen = seen;
        this.secrets = new ExternalSecrets(cipher::getObject);
        this.rules = new EndpointRules(properties.allow());
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
        if (settings.external() == null) {
            validateOwn(settings);
        } else if (trigger.batch().windowSeconds() > 0) {
            throw RefusedException.invalid(
                    "batch.windowSeconds", "must be 0 with an external store: what a scan finds is handed on at once");
        }
        others.refuseOverlap(trigger, settings);
    }

    private void validateOwn(ObjectSettings settings) {
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
    }

    @Override
    public ObjectSettings sealed(UUID triggerId, ObjectSettings settings, @Nullable ObjectSettings before) {
        return settings.external() == null
                ? settings
                : settings.with(
                        secrets.seal(triggerId, settings.external(), before == null ? null : before.external()));
    }

    @Override
    public ObjectSettings shown(ObjectSettings settings) {
        return settings.external() == null || settings.external().secretAccessKey() == null
                ? settings
                : settings.with(settings.external().with(SealedKey.STORED));
    }

    @Override
    public TriggerSource open(SourceContext context, ObjectSettings settings) {
        return settings.external() == null ? openOwn(context, settings) : openExternal(context, settings);
    }

    private TriggerSource openOwn(SourceContext context, ObjectSettings settings) {
        BucketSource source = new BucketSource(context, settings, store, changes, properties);
        source.start();
        return source;
    }

    private TriggerSource openExternal(SourceContext context, ObjectSettings settings) {
        ExternalStore other = settings.externalStore();
        ExternalEventMapper mapper =
                new ExternalEventMapper(new ObjectEventMapper(other.region(), properties.account()));
        ScanningSource source = new ScanningSource(
                context,
                () -> ExternalBucket.of(context.trigger().id(), other, settings.bucket(), secrets, rules),
                new Scan(context, settings, mapper, seen, properties.maxOpenInvocations()),
                Duration.ofSeconds(other.intervalSeconds()));
        source.start();
        return source;
    }
}
