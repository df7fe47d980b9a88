// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.util.Map;

/** The functions that are measured: they do nothing, so that everything measured is the platform. */
enum Functions {
    NODEJS("nodejs20.x", "index.handler", "index.js", "exports.handler = async (event) => event\n"),
    PYTHON("python3.11", "handler.handler", "handler.py", "def handler(event, context):\n    return event\n");

    private final String runtime;
    private final String handler;
    private final String file;
    private final String code;

    Functions(String runtime, String handler, String file, String code) {
        this.runtime = runtime;
        this.handler = handler;
        this.file = file;
        this.code = code;
    }

    /** Creates one of that name and lets it run once. */
    void create(Platform platform, String name) {
        platform.rest().createFunction(name, runtime, handler, Map.of(file, code), 128);
        platform.rest().invoke(name, "{}");
    }

    /** Creates one that takes longer than any benchmark, so that what comes after the first invocations waits. */
    static void createBusy(Platform platform, String name) {
        String waiting = "exports.handler = () => new Promise((done) => setTimeout(done, 600000))\n";
        platform.rest().createFunction(name, "nodejs20.x", "index.handler", Map.of("index.js", waiting), 128);
    }

    String label() {
        return this == NODEJS ? "Node.js" : "Python";
    }
}
