// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import io.glowplug.dispatch.InvokeService;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerCredentials;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.credential.CredentialRows;
import io.glowplug.trigger.http.HttpSettings.Answer;
import io.glowplug.trigger.ingress.EndpointClaims;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Triggers that answer requests at a route or a function URL. */
@Component
public class HttpConnector implements TriggerConnector<HttpSettings> {

    private final InvokeService service;
    private final EndpointClaims claims;
    private final CredentialRows credentials;

    public HttpConnector(InvokeService service, EndpointClaims claims, CredentialRows credentials) {
        this.service = service;
        this.claims = claims;
        this.credentials = credentials;
    }

    @Override
    public String kind() {
        return "http";
    }

    @Override
    public Set<ConnectorCapability> capabilities() {
        return Set.of(ConnectorCapability.PUSHED);
    }

    @Override
    public Class<HttpSettings> settingsType() {
        return HttpSettings.class;
    }

    /** Everything that can be wrong with the settings shows when they are read. */
    @Override
    public void validate(TriggerDefinition trigger, HttpSettings settings) {}

    @Override
    public void stored(TriggerDefinition trigger, HttpSettings settings) {
        claims.take(trigger.id(), List.of(settings.endpoint(trigger.functionName())));
    }

    @Override
    public boolean answersAtOnce(HttpSettings settings) {
        return settings.answer() == Answer.SYNC;
    }

    @Override
    public Optional<TriggerCredentials.Kind> credentials(HttpSettings settings) {
        return settings.auth().type().equals("api-key")
                ? Optional.of(TriggerCredentials.Kind.API_KEY)
                : Optional.empty();
    }

    @Override
    public TriggerSource open(SourceContext context, HttpSettings settings) {
        return new HttpSource(context, settings, authentication(context, settings.auth()), service);
    }

    private Authentication authentication(SourceContext context, AuthSettings auth) {
        return switch (auth.type()) {
            case "api-key" ->
                new ApiKeys(
                        Objects.requireNonNull(auth.header()),
                        credentials.read(context.trigger().id(), TriggerCredentials.Kind.API_KEY),
                        context.clock());
            case "jwt" -> new JwtAuthentication(auth, context.clock());
            case "none" -> new Authentication.Open();
            default -> throw new IllegalStateException("no such authentication: " + auth.type());
        };
    }
}
