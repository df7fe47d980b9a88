// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.PublishedVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The registry's door for people: hands each request to the class that carries it out. */
@Component
class FunctionCatalog implements FunctionRegistry {

    private final CatalogReads reads;
    private final FunctionUploads uploads;
    private final FunctionEdits edits;
    private final FunctionRemoval removal;
    private final FunctionVersions versions;
    private final FunctionAliases aliases;

    FunctionCatalog(
            CatalogReads reads,
            FunctionUploads uploads,
            FunctionEdits edits,
            FunctionRemoval removal,
            FunctionVersions versions,
            FunctionAliases aliases) {
        this.reads = reads;
        this.uploads = uploads;
        this.edits = edits;
        this.removal = removal;
        this.versions = versions;
        this.aliases = aliases;
    }

    @Override
    public FunctionDetails create(NewFunction function) {
        return uploads.create(function);
    }

    @Override
    public Optional<FunctionDetails> find(String name) {
        return reads.find(name);
    }

    @Override
    public FunctionDetails get(String name) {
        return reads.get(name);
    }

    @Override
    public Page<FunctionDetails> list(PageRequest page) {
        return reads.list(page);
    }

    @Override
    public FunctionDetails update(String name, FunctionChange change, @Nullable Long expectedRevision) {
        return edits.update(name, change, expectedRevision);
    }

    @Override
    public FunctionDetails touch(String name) {
        return edits.touch(name);
    }

    @Override
    public FunctionDetails updateCode(String name, CodeUpload code, @Nullable Long expectedRevision) {
        return uploads.updateCode(name, code, expectedRevision);
    }

    @Override
    public void delete(String name, @Nullable Long expectedRevision) {
        removal.delete(name, expectedRevision);
    }

    @Override
    public PublishedVersion publish(String name, String description, @Nullable Long expectedRevision) {
        reads.awaitSettled(name);
        return versions.publish(name, description, expectedRevision);
    }

    @Override
    public Page<PublishedVersion> versions(String name, PageRequest page) {
        return versions.list(reads.get(name), page);
    }

    @Override
    public void deleteVersion(String name, int number) {
        versions.delete(name, number);
    }

    @Override
    public FunctionAlias createAlias(FunctionAlias alias) {
        return aliases.create(alias);
    }

    @Override
    public FunctionAlias getAlias(String functionName, String aliasName) {
        return aliases.get(reads.get(functionName), aliasName);
    }

    @Override
    public FunctionAlias updateAlias(FunctionAlias alias, @Nullable Long expectedRevision) {
        return aliases.update(alias, expectedRevision);
    }

    @Override
    public void deleteAlias(String functionName, String aliasName) {
        aliases.delete(functionName, aliasName);
    }

    @Override
    public Page<FunctionAlias> aliases(String functionName, PageRequest page) {
        return aliases.list(reads.get(functionName), page);
    }

    @Override
    public byte[] codeArchive(String name, String version) {
        return reads.archive(name, version);
    }
}
