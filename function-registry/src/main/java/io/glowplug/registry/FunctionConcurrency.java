// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many invocations of functions may run at once, as people set it. Every call is one transaction; what is not
 * carried out throws {@link RefusedException}. None changes a function's revision.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
public interface FunctionConcurrency {

    AccountConcurrency account();

    /** Returns what a function has for itself and may not exceed, or null if it shares with others. */
    @Nullable
    Integer reserved(String functionName);

    /** Reserves, or limits: with 0 the function does not run at all. */
    void reserve(String functionName, int executions);

    void unreserve(String functionName);

    /** Asks for environments of a version or of what an alias points at to be kept warm. */
    ProvisionedSetting provision(String functionName, String qualifier, int environments);

    /** Returns a setting, or refuses with {@link Refusal#NOT_FOUND}. */
    ProvisionedSetting provisioned(String functionName, String qualifier);

    void unprovision(String functionName, String qualifier);

    /** Lists the settings of a function by qualifier. */
    Page<ProvisionedSetting> provisioned(String functionName, PageRequest page);

    /** Returns the versions that a setting stands for at the moment; none if its alias points at {@code $LATEST} now. */
    List<ProvisionedConcurrency.Wanted> wantedBy(ProvisionedSetting setting);
}
