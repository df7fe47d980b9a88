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
        String sha256 = code.sha256();
        UnpackedCode unpacked =
                used.compute(sha256, (_, present) -> (present == null ? unused(sha256) : present).retained());
        try {
            unpacked.prepare(archive);
        } catch (IOException e) {
            release(sha256);
            throw new UncheckedIOException("The code could not be unpacked: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            release(sha256);
            throw e;
        }
        return new OpenLease(sha256);
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

    /** Removes the files of a package unless somebody, in this process or another, leases them. */
    boolean discardUnleased(String sha256) {
        Path discarded = root.resolve(DISCARDED + UuidCreator.getTimeOrderedEpochPlus1());
        used.compute(sha256, (_, present) -> {
            if (present == null) {
                moveAway(sha256, discarded);
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

    private UnpackedCode unused(String sha256) {
        return new UnpackedCode(sha256, place(sha256), root.resolve(UNPACKING + sha256), locks);
    }

    private void release(String sha256) {
        used.computeIfPresent(sha256, (_, present) -> present.released() ? null : present);
    }

    private void moveAway(String sha256, Path discarded) {
        try {
            Optional<FileLock> lock = locks.tryExclusive(sha256);
            if (lock.isPresent()) {
                try (FileLock _ = lock.get()) {
                    if (Files.exists(place(sha256))) {
                        Files.move(place(sha256), discarded, StandardCopyOption.ATOMIC_MOVE);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeLeftovers() throws IOException {
        for (String name : names(UNPACKING + "*")) {
            Optional<FileLock> lock = locks.tryExclusive(name.substring(UNPACKING.length()));
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

    private Path place(String sha256) {
        return root.resolve(sha256);
    }

    private static void delete(Path tree) {
        try {
            FileTree.delete(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class OpenLease implements Lease {

        private final String sha256;
        private final AtomicBoolean closed = new AtomicBoolean();

        OpenLease(String sha256) {
            this.sha256 = sha256;
        }

        @Override
        public Path path() {
            return place(sha256);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(sha256);
            }
        }
    }
}
