// SPDX-License-Identifier: Apache-2.0
package io.glowplug.launcher;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.nio.file.Path;

/** The main class; see the package's description. */
public final class Launcher {

    /** No answer of a function's: whatever the client had to say, it has said over the Runtime API. */
    private static final int CLIENT_ENDED = 1;

    private Launcher() {}

    public static void main(String[] arguments) throws Throwable {
        if (arguments.length == 2 && arguments[0].equals("--await")) {
            if (StartAhead.awaitOrder(Path.of(arguments[1]))) {
                run(System.getenv("_HANDLER"));
            }
        } else if (arguments.length == 2 && arguments[0].equals("--train")) {
            Rehearsal.start(Integer.parseInt(arguments[1]));
            run(RehearsedHandler.class.getName());
        } else {
            run(arguments[0]);
        }
    }

    /**
     * The client returns after an error of the virtual machine, such as want of memory, which it has reported by then.
     * Without an exit, any thread of the function would keep a process alive that asks for no event any more.
     */
    private static void run(String handler) {
        try {
            AWSLambda.main(new String[] {handler});
        } catch (Throwable failed) {
            failed.printStackTrace();
        }
        System.err.flush();
        System.exit(CLIENT_ENDED);
    }
}
