// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Editing aliases. The function's row is locked meanwhile, so that no version vanishes under a new alias. */
@Component
class FunctionAliases {

    private final LockedFunctions locked;
    private final AliasRepository aliases;
    private final AliasRules rules;
    private final RegistryChanges changes;
    private final InstantSource time;

    FunctionAliases(
            LockedFunctions locked,
            AliasRepository aliases,
            AliasRules rules,
            RegistryChanges changes,
            InstantSource time) {
        this.locked = locked;
        this.aliases = aliases;
        this.rules = rules;
        this.changes = changes;
        this.time = time;
    }

    @Transactional
    FunctionAlias create(FunctionAlias alias) {
        FunctionDetails function = locked.lock(alias.functionName()).toDetails();
        AliasTarget target = rules.target(function, alias);
        StoredAlias.Key key = new StoredAlias.Key(function.id(), alias.name());
        if (aliases.existsById(key)) {
            throw RefusedException.conflict("Alias already exists: " + function.name() + ":" + alias.name());
        }
        return saved(
                new StoredAlias(function.id(), alias.name(), target, alias.description(), time.instant()), function);
    }

    FunctionAlias get(FunctionDetails function, String aliasName) {
        return find(function, aliasName).toAlias(function.name());
    }

    @Transactional
    FunctionAlias update(FunctionAlias alias, @Nullable Long expectedRevision) {
        FunctionDetails function = locked.lock(alias.functionName()).toDetails();
        StoredAlias stored = find(function, alias.name());
        LockedFunctions.compareRevision(expectedRevision, stored.revision());
        stored.apply(rules.target(function, alias), alias.description(), time.instant());
        return saved(stored, function);
    }

    @Transactional
    void delete(String functionName, String aliasName) {
        FunctionDetails function = locked.lock(functionName).toDetails();
        aliases.delete(find(function, aliasName));
        aliases.flush();
        changes.record(functionName);
    }

    Page<FunctionAlias> list(FunctionDetails function, PageRequest page) {
        List<FunctionAlias> found = aliases
                .findByKeyFunctionIdAndKeyNameGreaterThanOrderByKeyName(
                        function.id(), Cursors.after(page, ""), Cursors.limit(page))
                .stream()
                .map(alias -> alias.toAlias(function.name()))
                .toList();
        return Cursors.page(page, found, FunctionAlias::name);
    }

    private FunctionAlias saved(StoredAlias alias, FunctionDetails function) {
        StoredAlias stored = aliases.saveAndFlush(alias);
        changes.record(function.name());
        return stored.toAlias(function.name());
    }

    private StoredAlias find(FunctionDetails function, String aliasName) {
        return aliases.findById(new StoredAlias.Key(function.id(), aliasName))
                .orElseThrow(() -> RefusedException.notFound("Alias not found: " + function.name() + ":" + aliasName));
    }
}
