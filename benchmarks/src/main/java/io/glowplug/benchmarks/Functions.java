// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.util.Map;

/** The functions that are measured: they do nothing, so that everything measured is the platform. */
enum Functions {
    NODEJS("nodejs", "index.handler", "index.js", "exports.handler = async (event) => event\n"),
    PYTHON("python", "handler.handler", "handler.py", "def handler(event, context):\n    return event\n");

    private final String family;
    private final String handler;
    private final String file;
    private final String code;

    Functions(String family, String handler, String file, String code) {
        this.family = family;
        this.handler = handler;
        this.file = file;
        this.code = code;
    }

    /** Creates one of that name and lets it run once. */
    void create(Platform platform, String name) {
        platform.rest().createFunction(name, runtime(platform), handler, Map.of(file, code), 128);
        platform.rest().invoke(name, "{}");
    }

    /** Creates one that takes longer than any benchmark, so that what comes after the first invocations waits. */
    static void createBusy(Platform platform, String name) {
        create(platform, name, "exports.handler = () => new Promise((done) => setTimeout(done, 600000))\n");
    }

    /** Creates one that takes batches and says nothing, as consumers of a topic do. */
    static void createConsumer(Platform platform, String name) {
        create(platform, name, "exports.handler = async () => null\n");
    }

    /** Creates one with that code and nothing else. */
    static void createFrom(Platform platform, String name, String code) {
        create(platform, name, code);
    }

    private static void create(Platform platform, String name, String code) {
        platform.rest().createFunction(name, NODEJS.runtime(platform), NODEJS.handler, Map.of(NODEJS.file, code), 128);
    }

    /** The runtime of this language that the node serves. */
    private String runtime(Platform platform) {
        return platform.rest()
                .get("/api/v1/runtimes")
                .get("items")
                .valueStream()
                .filter(item -> item.get("servable").asBoolean())
                .map(item -> item.get("runtime").asString())
                .filter(name -> name.startsWith(family))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + label()));
    }

    String label() {
        return this == NODEJS ? "Node.js" : "Python";
    }
}
