// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Memory of a process and of all it started, in MB.
 *
 * @param resident pages that are there, whoever shares them
 * @param proportional each page divided by the number of processes that share it
 */
record ProcessMemory(double resident, double proportional) {

    static ProcessMemory of(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> alone(process.pid()))
                .reduce(new ProcessMemory(0, 0), ProcessMemory::plus);
    }

    private static ProcessMemory alone(long pid) {
        double resident = 0;
        double proportional = 0;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                String[] words = line.split(" +", -1);
                switch (words[0]) {
                    case "Rss:" -> resident = Double.parseDouble(words[1]) / 1024;
                    case "Pss:" -> proportional = Double.parseDouble(words[1]) / 1024;
                    default -> {}
                }
            }
        } catch (IOException endedMeanwhile) {
            return new ProcessMemory(0, 0);
        }
        return new ProcessMemory(resident, proportional);
    }

    private ProcessMemory plus(ProcessMemory other) {
        return new ProcessMemory(resident + other.resident, proportional + other.proportional);
    }
}
