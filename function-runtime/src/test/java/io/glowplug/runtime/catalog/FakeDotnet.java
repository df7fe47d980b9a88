// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that lists runtimes as .NET's does, for hosts without .NET. */
public final class FakeDotnet {

    private FakeDotnet() {}

    /** Writes it to {@code directory} and returns a catalog that has found it there. */
    public static InstalledRuntimes catalogOf(Path directory) throws IOException {
        return new InstalledRuntimes(DotnetSearch.of(List.of(directory.resolve("missing"), writeTo(directory))), null);
    }

    static Path writeTo(Path directory) throws IOException {
        Path program = Files.writeString(directory.resolve("dotnet"), """
                #!/bin/sh
                [ "$*" = --list-runtimes ] || exit 1
                echo 'Microsoft.AspNetCore.App 10.0.0 [/usr/share/dotnet/shared/Microsoft.AspNetCore.App]'
                echo 'Microsoft.NETCore.App 6.0.36 [/usr/share/dotnet/shared/Microsoft.NETCore.App]'
                echo 'Microsoft.NETCore.App 8.0.4 [/usr/share/dotnet/shared/Microsoft.NETCore.App]'
                echo 'Microsoft.NETCore.App 8.0.11 [/usr/share/dotnet/shared/Microsoft.NETCore.App]'
                """);
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
        return program;
    }
}
