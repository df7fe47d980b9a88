// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import java.util.List;

/** Takes log lines in order. Must not block for long: a function that floods is slowed down by it. */
public interface FunctionLogSink {

    void write(List<LogLine> lines);
}
