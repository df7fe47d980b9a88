// SPDX-License-Identifier: Apache-2.0
package io.glowplug.spring;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.context.FunctionProperties;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;
import org.springframework.cloud.function.context.config.RoutingFunction;
import org.springframework.cloud.function.json.JsonMapper;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application once and calls the function that the handler names, as its catalog composes it. */
public final class FunctionHost implements RequestStreamHandler {

    private static final String JSON = "application/json";

    private final FunctionInvocationWrapper function;
    private final EventMessages messages;
    private final Answers answers;

    /** @param application where the application's classes are that lie in no jar */
    public FunctionHost(Path application) throws IOException {
        ConfigurableApplicationContext context = Application.in(application).start();
        JsonMapper json = context.getBean(JsonMapper.class);
        function = find(context.getBean(FunctionCatalog.class), definition(context));
        messages = new EventMessages(json);
        answers = new Answers(json);
    }

    private static String definition(ConfigurableApplicationContext context) {
        String handler = System.getenv().getOrDefault("_HANDLER", "");
        return handler.isEmpty()
                ? context.getEnvironment().getProperty(FunctionProperties.FUNCTION_DEFINITION, "")
                : handler;
    }

    private static FunctionInvocationWrapper find(FunctionCatalog catalog, String definition) {
        FunctionInvocationWrapper found = catalog.lookup(definition, JSON);
        // For a name that it does not know, the catalog takes the only function that there is.
        if (found != null
                && (definition.isEmpty() || found.getFunctionDefinition().equals(definition.replace(',', '|')))) {
            return found;
        }
        Set<String> names = new TreeSet<>(catalog.getNames(null));
        names.remove(RoutingFunction.FUNCTION_NAME);
        String there = names.isEmpty()
                ? "the application has no beans of type Function, Consumer or Supplier; if it is not found, name its class in"
                        + " the variable MAIN_CLASS"
                : "the application has " + String.join(", ", names);
        throw new IllegalArgumentException(
                definition.isEmpty()
                        ? "the handler is empty and does not choose one function: " + there
                        : "the handler names no function of the application, '" + definition + "': " + there);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Object result = function.apply(messages.of(event.readAllBytes(), context));
        answer.write(answers.json(result));
    }
}
