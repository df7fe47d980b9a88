// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/** Compiles the expressions that people write on events: JMESPath, https://jmespath.org/specification.html */
public interface EventExpressions {

    /**
     * Compiles an expression, or refuses it with the place where it is wrong.
     *
     * @param field what the user calls it
     */
    EventExpression compile(String field, String text);
}
