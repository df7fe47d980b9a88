// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.wiring.RegistryProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Unpacked code on this node's disk: one directory for each package, named by its hash. A package is unpacked beside
 * its place and renamed into it, so that what stands there is whole; what a crash left behind is removed at start.
 */
@Component
public class NodeCodeDirectory implements CodeDirectory, DisposableBean {

    private static final String UNPACKING = ".unpacking-";
    private static final String DISCARDED = ".discarded-";
    private static final String MERGED = "layers-";

    private final Path root;
    private final DirectoryLocks locks;
    private final CodePackages packages;
    private final ConcurrentHashMap<String, UnpackedCode> used = new ConcurrentHashMap<>();

    NodeCodeDirectory(RegistryProperties properties, CodePackages packages) throws IOException {
        this.root = Files.createDirectories(
                properties.codeDirectory().toAbsolutePath().normalize());
        this.locks = new DirectoryLocks(root.resolve(".locks"));
        this.packages = packages;
        removeLeftovers();
    }

    @Override
    public Lease lease(CodePackage code) {
        return lease(code, () -> packages.archive(code));
    }

    /** Leases code whose archive is at hand, stored or not. */
    public Lease lease(CodePackage code, Supplier<byte[]> archive) {
        return lease(code.sha256(), staging -> unpack(code, archive.get(), staging));
    }

    @Override
    public Lease leaseLayers(List<CodePackage> layers) {
        if (layers.size() == 1) {
            return lease(layers.getFirst());
        }
        return lease(mergedName(LayerMerge.hashes(layers)), staging -> merge(layers, staging));
    }

    private Lease lease(String name, UnpackedCode.Filler filler) {
        UnpackedCode unpacked =
                used.compute(name, (_, present) -> (present == null ? unused(name) : present).retained());
        try {
            unpacked.prepare(filler);
        } catch (IOException e) {
            release(name);
            throw new UncheckedIOException("The code could not be unpacked: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            release(name);
            throw e;
        }
        return new OpenLease(name);
    }

    private static void unpack(CodePackage code, byte[] archive, Path staging) throws IOException {
        if (!ArchiveCheck.sha256(archive).equals(code.sha256())) {
            throw new IOException("the stored archive is damaged");
        }
        try {
            Unpacker.unpack(archive, staging);
        } catch (UnreadableArchiveException e) {
            throw new IOException("the stored archive is no longer accepted: it " + e.getMessage(), e);
        }
    }

    /** The packages are leased meanwhile only: what is linked stays when they go. */
    private void merge(List<CodePackage> layers, Path staging) throws IOException {
        for (CodePackage layer : layers) {
            try (Lease lease = lease(layer)) {
                LayerMerge.add(lease.path(), staging);
            }
        }
        LayerMerge.seal(staging);
    }

    /** Removes the files of code that was unpacked for a request which was then refused. */
    public void discardUnlessStored(CodePackage code) {
        if (!packages.isStored(code)) {
            discardUnleased(code.sha256());
        }
    }

    /** Returns the hashes of everything that is unpacked here. */
    List<String> unpacked() {
        return names("[0-9a-f]*");
    }

    /** Returns the names of the directories of merged layers. */
    List<String> merged() {
        return names(MERGED + "*");
    }

    static String mergedName(List<String> hashes) {
        return MERGED + LayerMerge.key(hashes);
    }

    /** Removes the files of a package, or of merged ones, unless somebody, in this process or another, leases them. */
    boolean discardUnleased(String name) {
        Path discarded = root.resolve(DISCARDED + UuidCreator.getTimeOrderedEpochPlus1());
        used.compute(name, (_, present) -> {
            if (present == null) {
                moveAway(name, discarded);
            }
            return present;
        });
        if (!Files.exists(discarded)) {
            return false;
        }
        delete(discarded);
        return true;
    }

    @Override
    public void destroy() throws IOException {
        locks.close();
    }

    private UnpackedCode unused(String name) {
        return new UnpackedCode(lockKey(name), place(name), root.resolve(UNPACKING + name), locks);
    }

    /** Every name ends in the hash that its lock is called by. */
    private static String lockKey(String name) {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    private void release(String name) {
        used.computeIfPresent(name, (_, present) -> present.released() ? null : present);
    }

    private void moveAway(String name, Path discarded) {
        try {
            Optional<FileLock> lock = locks.tryExclusive(lockKey(name));
            if (lock.isPresent()) {
                try (FileLock _ = lock.get()) {
                    if (Files.exists(place(name))) {
                        Files.move(place(name), discarded, StandardCopyOption.ATOMIC_MOVE);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeLeftovers() throws IOException {
        for (String name : names(UNPACKING + "*")) {
            Optional<FileLock> lock = locks.tryExclusive(lockKey(name));
            if (lock.isPresent()) {
                try (FileLock _ = lock.get()) {
                    FileTree.delete(root.resolve(name));
                }
            }
        }
        for (String name : names(DISCARDED + "*")) {
            FileTree.delete(root.resolve(name));
        }
    }

    private List<String> names(String pattern) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, pattern)) {
            found.forEach(path -> names.add(String.valueOf(path.getFileName())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private Path place(String name) {
        return root.resolve(name);
    }

    private static void delete(Path tree) {
        try {
            FileTree.delete(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class OpenLease implements Lease {

        private final String name;
        private final AtomicBoolean closed = new AtomicBoolean();

        OpenLease(String name) {
            this.name = name;
        }

        @Override
        public Path path() {
            return place(name);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(name);
            }
        }
    }
}
