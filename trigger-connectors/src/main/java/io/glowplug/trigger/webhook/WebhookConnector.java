// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

import io.glowplug.registry.SecretText;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerCredentials;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.credential.CredentialRows;
import io.glowplug.trigger.ingress.EndpointClaims;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Triggers that take signed notices. */
@Component
public class WebhookConnector implements TriggerConnector<WebhookSettings> {

    private final EndpointClaims claims;
    private final CredentialRows credentials;

    public WebhookConnector(EndpointClaims claims, CredentialRows credentials) {
        this.claims = claims;
        this.credentials = credentials;
    }

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public Set<ConnectorCapability> capabilities() {
        return Set.of(ConnectorCapability.PUSHED, ConnectorCapability.FOREIGN_RECORDS);
    }

    @Override
    public Class<WebhookSettings> settingsType() {
        return WebhookSettings.class;
    }

    /** Everything that can be wrong with the settings shows when they are read. */
    @Override
    public void validate(TriggerDefinition trigger, WebhookSettings settings) {}

    @Override
    public void stored(TriggerDefinition trigger, WebhookSettings settings) {
        claims.take(trigger.id(), List.of(settings.endpoint(trigger.name())));
    }

    @Override
    public Optional<TriggerCredentials.Kind> credentials(WebhookSettings settings) {
        return Optional.of(TriggerCredentials.Kind.SIGNING_SECRET);
    }

    @Override
    public void validateSecret(WebhookSettings settings, SecretText secret) {
        SignatureScheme.of(settings.signature()).validate(secret);
    }

    @Override
    public TriggerSource open(SourceContext context, WebhookSettings settings) {
        return new WebhookSource(
                context, settings, new SigningSecrets(context.trigger().id(), credentials, context.clock()));
    }
}
