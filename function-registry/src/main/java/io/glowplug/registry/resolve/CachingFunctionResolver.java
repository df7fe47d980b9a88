// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.resolve;

import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.catalog.CatalogReads;
import io.glowplug.registry.catalog.FunctionChanged;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Resolves by one look into a map. Pending functions are not kept in it, so that none is found pending for longer than
 * it is.
 *
 * <p>The database is read outside the map's locks, so that a slow read holds up nobody who holds a connection. What
 * was read is kept only if nothing was invalidated since before the read.
 *
 * <p>A caller may be in a transaction of the ledger, which is none of JPA's and cannot be joined by it. The read has a
 * connection of its own then.
 */
@Component
class CachingFunctionResolver implements FunctionResolver {

    private static final Logger log = LoggerFactory.getLogger(CachingFunctionResolver.class);

    private final CatalogReads reads;
    private final ConcurrentHashMap<String, CachedFunction> functions = new ConcurrentHashMap<>();
    private final AtomicLong invalidations = new AtomicLong();

    /** Many changes at once are not worth a connection each. */
    private final Semaphore readingAhead = new Semaphore(1);

    private final TransactionTemplate outsideOfTheLedgers;

    CachingFunctionResolver(CatalogReads reads, DataSource database) {
        this.reads = reads;
        JdbcTransactionManager ledgers = new JdbcTransactionManager(database);
        // Else all reads would share one session, which shows a pending function as it was at first.
        ledgers.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_ON_ACTUAL_TRANSACTION);
        this.outsideOfTheLedgers = new TransactionTemplate(ledgers);
        this.outsideOfTheLedgers.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    @Override
    public FunctionVersion resolve(String functionName, @Nullable String qualifier) {
        CachedFunction function = functions.get(functionName);
        if (function == null) {
            function = outsideOfTheLedgers.execute(_ -> load(functionName));
        }
        return function.resolve(qualifier);
    }

    /** Forgets everything, after changes on another node. */
    void invalidateAll() {
        invalidations.incrementAndGet();
        functions.clear();
    }

    @TransactionalEventListener
    void invalidate(FunctionChanged change) {
        invalidations.incrementAndGet();
        functions.remove(change.functionName());
        if (readingAhead.tryAcquire()) {
            Thread.startVirtualThread(() -> readAhead(change.functionName()));
        }
    }

    /** What has just changed is likely to be called soon, and its first call need not wait for the database. */
    private void readAhead(String functionName) {
        try {
            long invalidationsBefore = invalidations.get();
            FunctionDetails function = reads.get(functionName);
            if (!(function.state() instanceof FunctionState.Pending)) {
                var loaded = new CachedFunction(function, reads);
                functions.compute(
                        functionName,
                        (_, present) ->
                                present == null && invalidations.get() == invalidationsBefore ? loaded : present);
            }
        } catch (RuntimeException e) {
            log.debug("{} was not read ahead of its calls", functionName, e); // deleted, or they will see it
        } finally {
            readingAhead.release();
        }
    }

    private CachedFunction load(String functionName) {
        long invalidationsBefore = invalidations.get();
        FunctionDetails function = reads.get(functionName);
        if (function.state() instanceof FunctionState.Pending) {
            invalidationsBefore = invalidations.get();
            function = settled(functionName);
        }
        CachedFunction loaded = new CachedFunction(function, reads);
        keep(functionName, loaded, invalidationsBefore);
        return loaded;
    }

    private FunctionDetails settled(String functionName) {
        FunctionDetails function = reads.awaitSettled(functionName);
        if (function.state() instanceof FunctionState.Pending pending) {
            throw RefusedException.conflict(pending.reason());
        }
        return function;
    }

    /** An invalidation counts first and removes then, so it either stops this or finds what this put in. */
    private void keep(String functionName, CachedFunction loaded, long invalidationsBefore) {
        functions.compute(functionName, (_, present) -> invalidations.get() == invalidationsBefore ? loaded : present);
    }
}
