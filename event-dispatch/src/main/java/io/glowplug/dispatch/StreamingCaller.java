// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.AnswerSink;
import java.util.UUID;

/** Somebody who takes an answer while the function makes it. */
public interface StreamingCaller {

    /** Returns where the answer of this run goes; called once, before the function runs. */
    AnswerSink sinkFor(UUID invocationId, String executedVersion);
}
