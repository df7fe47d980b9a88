// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.glowplug.app.settings.MasterKey;
import io.glowplug.dispatch.Destinations;
import io.glowplug.registry.FunctionSecrets;
import io.glowplug.registry.FunctionSecrets.Reencryption;
import io.glowplug.trigger.TriggerCredentials;
import io.glowplug.trigger.Triggers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Encrypts everything anew, in the background of the start, while there are master keys that are only read with. What
 * another node adds under its old key meanwhile is done when that node is started with the new one.
 */
@Component
class MasterKeyChange implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MasterKeyChange.class);

    private final MasterKey masterKey;
    private final AccessKeys accessKeys;
    private final FunctionSecrets functionSecrets;
    private final Destinations destinations;
    private final Triggers triggers;
    private final TriggerCredentials triggerCredentials;
    private volatile boolean running;

    MasterKeyChange(
            MasterKey masterKey,
            AccessKeys accessKeys,
            FunctionSecrets functionSecrets,
            Destinations destinations,
            TriggerCredentials triggerCredentials,
            Triggers triggers) {
        this.masterKey = masterKey;
        this.accessKeys = accessKeys;
        this.functionSecrets = functionSecrets;
        this.destinations = destinations;
        this.triggers = triggers;
        this.triggerCredentials = triggerCredentials;
    }

    @Override
    public void start() {
        running = true;
        if (masterKey.readsWithOthers()) {
            Thread.ofVirtual().name("master-key-change").start(this::encryptAnew);
        }
    }

    private void encryptAnew() {
        try {
            int keys = accessKeys.reencrypt();
            Reencryption secrets = functionSecrets.reencrypt();
            Destinations.Reencryption ofDestinations = destinations.reencrypt();
            TriggerCredentials.Reencryption ofSenders = triggerCredentials.reencrypt();
            Triggers.Reencryption ofTriggers = triggers.reencrypt();
            log.info(
                    "Encrypted anew under GLOWPLUG_MASTER_KEY: {} access keys and {} secrets of functions,"
                            + " destinations and triggers; {} secrets open with no key of this node. Once every node says so with 0"
                            + " unreadable, GLOWPLUG_MASTER_KEYS_FOR_READING is no longer needed",
                    keys,
                    secrets.changed() + ofDestinations.changed() + ofSenders.changed() + ofTriggers.changed(),
                    secrets.unreadable()
                            + ofDestinations.unreadable()
                            + ofSenders.unreadable()
                            + ofTriggers.unreadable());
        } catch (RuntimeException e) {
            log.error("Not everything could be encrypted anew; the next start goes on with it", e);
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
