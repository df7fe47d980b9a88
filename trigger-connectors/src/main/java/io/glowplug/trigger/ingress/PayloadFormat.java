// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.registry.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * What a request looks like to the function:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
public enum PayloadFormat {
    V1("1.0"),
    V2("2.0");

    private final String label;

    PayloadFormat(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Reads a label; null is 2.0. */
    public static PayloadFormat of(String field, @Nullable String label) {
        if (label == null || label.equals(V2.label)) {
            return V2;
        }
        if (label.equals(V1.label)) {
            return V1;
        }
        throw RefusedException.invalid(field, "must be 2.0 or 1.0, as a string");
    }
}
