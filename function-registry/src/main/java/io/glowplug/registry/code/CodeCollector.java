// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import io.glowplug.registry.wiring.RegistryProperties;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Removes code that nothing uses any more: first archives that no function and no version has used for the grace
 * period, then, on this node's disk, what has no archive any more and no lease.
 */
@Component
class CodeCollector {

    private static final Logger LOG = LoggerFactory.getLogger(CodeCollector.class);

    private final CodePackageStore store;
    private final CodeUse use;
    private final NodeCodeDirectory directory;
    private final TransactionOperations transactions;
    private final RegistryProperties properties;
    private final InstantSource time;

    CodeCollector(
            CodePackageStore store,
            CodeUse use,
            NodeCodeDirectory directory,
            TransactionOperations transactions,
            RegistryProperties properties,
            InstantSource time) {
        this.store = store;
        this.use = use;
        this.directory = directory;
        this.transactions = transactions;
        this.properties = properties;
        this.time = time;
    }

    void collect() {
        transactions.executeWithoutResult(_ -> collectArchives());
        collectDirectories();
    }

    private void collectArchives() {
        if (store.becomeCollector()) {
            Instant now = time.instant();
            int deleted = store.deleteUnused(use.codeInUse(), now, now.minus(properties.codeGrace()));
            if (deleted > 0) {
                LOG.info("Removed {} code packages that nothing uses", deleted);
            }
        }
    }

    /** Looks at the disk first, so that what is unpacked from now on is left alone. */
    private void collectDirectories() {
        var unpacked = directory.unpacked();
        Set<String> known = store.known();
        for (String sha256 : unpacked) {
            if (!known.contains(sha256)) {
                directory.discardUnleased(sha256);
            }
        }
        collectMergedLayers();
    }

    /** A directory that goes although somebody is about to need it is made again out of its packages. */
    private void collectMergedLayers() {
        var merged = directory.merged();
        if (merged.isEmpty()) {
            return;
        }
        Set<String> inUse =
                use.layersInUse().stream().map(NodeCodeDirectory::mergedName).collect(Collectors.toSet());
        merged.stream().filter(name -> !inUse.contains(name)).forEach(directory::discardUnleased);
    }
}
