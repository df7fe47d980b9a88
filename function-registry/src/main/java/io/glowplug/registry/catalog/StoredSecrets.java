// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionSecrets;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.SealedSecret;
import io.glowplug.registry.UnreadableSecretException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** The door to the secrets of functions. */
@Component
class StoredSecrets implements FunctionSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(StoredSecrets.class);

    private final SecretSealing sealing;
    private final FunctionRepository functions;
    private final VersionRepository versions;
    private final RegistryChanges changes;
    private final TransactionOperations transactions;

    StoredSecrets(
            SecretSealing sealing,
            FunctionRepository functions,
            VersionRepository versions,
            RegistryChanges changes,
            TransactionOperations transactions) {
        this.sealing = sealing;
        this.functions = functions;
        this.versions = versions;
        this.changes = changes;
        this.transactions = transactions;
    }

    @Override
    public Map<String, String> open(FunctionVersion version) {
        return version.configuration().secrets().isEmpty() ? Map.of() : sealing.open(version);
    }

    @Override
    public Reencryption reencrypt() {
        int changed = 0;
        int unreadable = 0;
        for (String name : functions.namesWithSecrets()) {
            Round round = new Round();
            transactions.executeWithoutResult(_ -> reencrypt(name, round));
            changed += round.changed;
            unreadable += round.unreadable;
        }
        return new Reencryption(changed, unreadable);
    }

    private void reencrypt(String name, Round round) {
        functions.lockByName(name).ifPresent(function -> {
            UUID id = function.id();
            round.renewed(id, function.configuration().secrets())
                    .ifPresent(secrets -> functions.replaceSecrets(id, secrets));
            for (StoredVersion version : versions.findByKeyFunctionId(id)) {
                round.renewed(id, version.configuration().secrets())
                        .ifPresent(secrets -> versions.replaceSecrets(id, version.number(), secrets));
            }
            if (round.changed > 0) {
                changes.record(name);
            }
        });
    }

    /**
     * One function. A secret that its versions share with it is sealed once, so that a function which equals its
     * latest version still does so afterwards.
     */
    private final class Round {
        private final Map<SealedSecret, SealedSecret> renewed = new HashMap<>();
        private int changed;
        private int unreadable;

        /** Returns the secrets as JSON if any of them had to be changed. */
        Optional<String> renewed(UUID functionId, Map<String, SealedSecret> secrets) {
            Map<String, SealedSecret> result = new HashMap<>();
            secrets.forEach((name, secret) ->
                    result.put(name, renewed.computeIfAbsent(secret, _ -> renewed(functionId, name, secret))));
            return result.equals(secrets)
                    ? Optional.empty()
                    : Optional.of(JsonMapper.shared().writeValueAsString(result));
        }

        private SealedSecret renewed(UUID functionId, String name, SealedSecret secret) {
            try {
                SealedSecret result = sealing.renewed(functionId, name, secret);
                changed += result.equals(secret) ? 0 : 1;
                return result;
            } catch (UnreadableSecretException e) {
                LOG.warn("No key of this node opens the secret {} of function {}", name, functionId);
                unreadable++;
                return secret;
            }
        }
    }
}
