// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionState;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes a function out of the pending state by unpacking its code. Any node may do it, several at once do no harm. */
@Component
class FunctionActivation {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionActivation.class);

    private final FunctionRepository functions;
    private final FunctionEdits edits;
    private final CodeDirectory directory;

    FunctionActivation(FunctionRepository functions, FunctionEdits edits, CodeDirectory directory) {
        this.functions = functions;
        this.edits = edits;
        this.directory = directory;
    }

    List<String> pending() {
        return functions.pendingNames();
    }

    void activate(String name) {
        functions
                .findByName(name)
                .filter(function -> function.state() instanceof FunctionState.Pending)
                .map(StoredFunction::code)
                .ifPresent(code -> edits.settle(name, code, unpack(name, code)));
    }

    private FunctionState unpack(String name, CodePackage code) {
        try (CodeDirectory.Lease _ = directory.lease(code)) {
            return new FunctionState.Active();
        } catch (UncheckedIOException e) {
            LOG.warn("Function {} cannot become active", name, e);
            return new FunctionState.Failed(String.valueOf(e.getMessage()));
        }
    }
}
