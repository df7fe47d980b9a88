// SPDX-License-Identifier: Apache-2.0
package io.glowplug.launcher;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.JniHelper;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A JVM that is started before it is known for which function. */
final class StartAhead {

    /** All variables of a function together have at most 4 KiB on Lambda; the platform's own come on top. */
    private static final int MAX_ORDER_BYTES = 1024 * 1024;

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.";

    /** Read variables when they are initialised, so until then they are only loaded. */
    private static final String[] LATER = {
        "AWSLambda",
        "LambdaEnvironment",
        "EventHandlerLoader",
        "CustomerClassLoader",
        "HandlerInfo",
        "UserFault",
        "api.LambdaContext",
        "logging.LambdaContextLogger",
        "logging.StdOutLogSink",
        "logging.TextLogFormatter",
        "runtimeapi.LambdaRuntimeApiClientImpl",
        "runtimeapi.NativeClient",
        "runtimeapi.dto.InvocationRequest",
        "util.ConcurrencyConfig",
        "util.LambdaOutputStream",
    };

    private StartAhead() {}

    /** Returns true when the function's variables are in place, false when the platform has gone away. */
    static boolean awaitOrder(Path socket) throws ReflectiveOperationException, IOException {
        WorkingDirectory.load();
        warmUp();
        Map<String, String> variables;
        try (SocketChannel platform = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            platform.write(ByteBuffer.wrap(new byte[] {'R'}));
            variables = readOrder(platform);
        } catch (IOException nobodyNeedsIt) {
            return false;
        }
        String code = variables.get("LAMBDA_TASK_ROOT");
        if (code != null) {
            WorkingDirectory.change(code);
            variables.put("PWD", code);
        }
        Variables.replace(variables);
        return true;
    }

    /** Does what every function's start does anyway and what depends on no variable. */
    private static void warmUp() throws ReflectiveOperationException {
        JniHelper.load();
        PojoSerializer<Object> json = JacksonFactory.getInstance().getSerializer(Object.class);
        byte[] event = "{\"text\":\"\",\"list\":[1,2.5,true,null],\"object\":{}}".getBytes(StandardCharsets.UTF_8);
        json.toJson(json.fromJson(new ByteArrayInputStream(event)), new ByteArrayOutputStream());
        for (String name : LATER) {
            Class.forName(CLIENT + name, false, StartAhead.class.getClassLoader());
        }
    }

    private static Map<String, String> readOrder(SocketChannel platform) throws IOException {
        int length = read(platform, Integer.BYTES).getInt();
        if (length < 0 || length > MAX_ORDER_BYTES) {
            throw new IOException("an order of " + length + " bytes");
        }
        Map<String, String> variables = new HashMap<>();
        String order = StandardCharsets.UTF_8.decode(read(platform, length)).toString();
        for (int start = 0; start < order.length(); ) {
            int end = order.indexOf('\0', start);
            int equals = order.indexOf('=', start);
            variables.put(order.substring(start, equals), order.substring(equals + 1, end));
            start = end + 1;
        }
        return variables;
    }

    private static ByteBuffer read(SocketChannel platform, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (platform.read(bytes) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }
}
