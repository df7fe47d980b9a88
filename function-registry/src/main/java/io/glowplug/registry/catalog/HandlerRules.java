// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.Violations;
import io.glowplug.registry.code.ArchiveContents;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether code holds the file in which a handler is looked for. That the file can be loaded and has the function is
 * seen only when it runs.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html, https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html, https://docs.aws.amazon.com/lambda/latest/dg/ruby-handler.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html
 */
final class HandlerRules {

    private static final String HANDLER = "handler";
    private static final String CODE = "code";
    private static final String BOOTSTRAP = "bootstrap";

    /** Packages and module by dots or slashes, then the function. */
    private static final Pattern PYTHON_HANDLER = Pattern.compile("[^./]+([./][^./]+)*\\.[^./]+");

    /**
     * Directories by slashes, perhaps from {@code ./} on, but never a parent; the file's name up to its first dot; then
     * the function, which may lie in objects.
     */
    private static final Pattern NODEJS_HANDLER = Pattern.compile("((?!\\.\\./)[^/]+/)*[^./]+(\\.[^./]+)+");

    private static final Pattern SAME_DIRECTORY = Pattern.compile("(?<=^|/)(\\./)+");

    /** Packages and class by dots, inner classes by a dollar sign, then the method, if there is one to choose. */
    private static final Pattern JAVA_HANDLER = Pattern.compile("[^./:\\s]+(\\.[^./:\\s]+)*(::[^./:\\s]+)?");

    /** Directories by slashes, the file's name, a module or class if the method is one of it, then the method. */
    private static final Pattern RUBY_HANDLER =
            Pattern.compile("([^./\\s]+/)*[^./\\s]+(\\.[A-Z]\\w*(::[A-Z]\\w*)*)?\\.[^./:\\s]+");

    private static final Pattern DOTNET_ASSEMBLY = Pattern.compile("[^./:\\s][^/:\\s]*");

    /** Names of beans, one after another by a bar or, as Spring Cloud Function takes it as well, a comma. */
    private static final Pattern SPRING_HANDLER = Pattern.compile("([^|,\\s]+([|,][^|,\\s]+)*)?");

    private static final String BOOT_LIBRARIES = "BOOT-INF/lib";

    private HandlerRules() {}

    static void check(Violations violations, FunctionRuntime runtime, String handler, HandlerCode code) {
        switch (runtime.family()) {
            case PYTHON -> checkPython(violations, runtime, handler, code);
            case NODEJS -> checkNodejs(violations, handler, code);
            case RUBY -> checkRuby(violations, handler, code);
            case JAVA -> checkJava(violations, handler, code);
            case SPRING -> checkSpring(violations, handler, code);
            case DOTNET -> checkDotnet(violations, handler, code);
            case PROVIDED -> checkProvided(violations, code);
        }
    }

    static void refuse(FunctionConfiguration configuration, HandlerCode code) {
        Violations violations = Violations.of();
        check(violations, configuration.runtime(), configuration.handler(), code);
        violations.refuseIfAny();
    }

    private static void checkPython(Violations violations, FunctionRuntime runtime, String handler, HandlerCode code) {
        int dot = handler.lastIndexOf('.');
        if (!PYTHON_HANDLER.matcher(handler).matches()) {
            violations.check(false, HANDLER, "must name a module and a function in it, such as app.handler");
            return;
        }
        String module = handler.substring(0, dot).replace('.', '/');
        violations.check(
                hasPythonModule(code.code(), module)
                        || code.anyLayer(layer -> hasPythonModule(layer, "python/" + module)
                                || hasPythonModule(layer, "python/lib/" + runtime.id() + "/site-packages/" + module)),
                HANDLER,
                "must name a module of the code: there is neither " + module + ".py nor a package " + module + "/");
    }

    /** Compiled modules carry the interpreter's tag in their name, such as {@code app.cpython-311-x86_64-linux-gnu.so}. */
    private static boolean hasPythonModule(ArchiveContents code, String module) {
        int slash = module.lastIndexOf('/');
        String directory = slash < 0 ? "" : module.substring(0, slash);
        String name = module.substring(slash + 1);
        return code.hasFile(module + ".py")
                || code.hasFile(module + ".pyc")
                || code.hasDirectory(module)
                || code.namesIn(directory).stream()
                        .anyMatch(file -> file.startsWith(name + ".") && file.endsWith(".so"));
    }

    private static void checkNodejs(Violations violations, String handler, HandlerCode code) {
        if (!NODEJS_HANDLER.matcher(handler).matches()) {
            violations.check(false, HANDLER, "must name a file and a function in it, such as index.handler");
            return;
        }
        int dot = handler.indexOf('.', handler.lastIndexOf('/') + 1);
        String file = SAME_DIRECTORY.matcher(handler.substring(0, dot)).replaceAll("");
        violations.check(
                hasNodejsFile(code.code(), file)
                        || code.anyLayer(layer -> hasNodejsFile(layer, "nodejs/node_modules/" + file)),
                HANDLER,
                "must name a file of the code: there is neither " + file + ".js nor " + file + ".mjs nor " + file
                        + ".cjs");
    }

    private static boolean hasNodejsFile(ArchiveContents code, String file) {
        return Stream.of(".js", ".mjs", ".cjs").anyMatch(ending -> code.hasFile(file + ending));
    }

    private static void checkRuby(Violations violations, String handler, HandlerCode code) {
        if (!RUBY_HANDLER.matcher(handler).matches()) {
            violations.check(
                    false,
                    HANDLER,
                    "must name a file and a method, such as app.handler, or a method of a class in it, such as app.Orders::Handler.process");
            return;
        }
        String file = handler.substring(0, handler.indexOf('.')) + ".rb";
        violations.check(
                code.code().hasFile(file) || code.anyLayer(layer -> layer.hasFile("ruby/lib/" + file)),
                HANDLER,
                "must name a file of the code: there is no " + file);
    }

    private static void checkJava(Violations violations, String handler, HandlerCode code) {
        if (!JAVA_HANDLER.matcher(handler).matches()) {
            violations.check(
                    false,
                    HANDLER,
                    "must name a class, such as example.Hello, or a class and a method of it, such as example.Hello::greet");
            return;
        }
        int colons = handler.indexOf("::");
        String file = (colons < 0 ? handler : handler.substring(0, colons)).replace('.', '/') + ".class";
        violations.check(
                code.code().hasFile(file) || mayLieInAJar(code),
                HANDLER,
                "must name a class of the code: there is neither " + file + " nor a jar in lib/");
    }

    /** What a jar holds is seen only when it runs: on Lambda, too, the class path is {@code lib/*.jar}. */
    private static boolean mayLieInAJar(HandlerCode code) {
        return holdsJar(code.code(), "lib") || code.anyLayer(layer -> holdsJar(layer, "java/lib"));
    }

    private static boolean holdsJar(ArchiveContents archive, String directory) {
        return archive.namesIn(directory).stream().anyMatch(name -> name.endsWith(".jar"));
    }

    /** A library has no configuration of a runtime beside it; what would load one is AWS's and not part of .NET. */
    private static void checkDotnet(Violations violations, String handler, HandlerCode code) {
        if (!DOTNET_ASSEMBLY.matcher(handler).matches()) {
            violations.check(
                    false,
                    HANDLER,
                    "must name an executable assembly, such as Orders: Assembly::Type::Method of a class library is not served");
            return;
        }
        String configuration = handler + ".runtimeconfig.json";
        violations.check(
                code.code().hasFile(handler + ".dll") && code.code().hasFile(configuration),
                HANDLER,
                "must name an executable assembly of the code, which is " + handler + ".dll and " + configuration);
    }

    /** What beans there are is known only when the application runs. */
    private static void checkSpring(Violations violations, String handler, HandlerCode code) {
        violations.check(
                SPRING_HANDLER.matcher(handler).matches(),
                HANDLER,
                "must name beans of the application, such as uppercase or uppercase|reverse, or be empty if it has one function");
        if (code.code().hasDirectory("BOOT-INF")) {
            violations.check(
                    code.code().namesIn(BOOT_LIBRARIES).stream()
                            .anyMatch(name -> name.startsWith("spring-cloud-function-context")),
                    CODE,
                    "is an executable jar of Spring Boot without spring-cloud-function-context in BOOT-INF/lib");
            return;
        }
        violations.check(
                code.code().hasClasses() || mayLieInAJar(code),
                CODE,
                "must be a jar of Spring beans or hold jars in lib/: there is neither a class nor a jar in lib/");
    }

    /** As in Lambda the code's own bootstrap comes first. */
    private static void checkProvided(Violations violations, HandlerCode code) {
        violations.check(
                code.code().hasExecutable(BOOTSTRAP)
                        || (!code.code().hasFile(BOOTSTRAP) && code.anyLayer(layer -> layer.hasExecutable(BOOTSTRAP))),
                CODE,
                code.code().hasFile(BOOTSTRAP)
                        ? "must hold an executable bootstrap: the archive does not mark it so (chmod 755 before zipping)"
                        : "must hold an executable file named bootstrap at its root");
    }
}
