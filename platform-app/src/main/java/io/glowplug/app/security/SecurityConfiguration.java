// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain requests(HttpSecurity http, Credentials credentials) {
        return http
                // Credentials come in a header that no browser sends by itself; for the console's cookie
                // CredentialsFilter asks.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(Gate.CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .addFilterBefore(
                        new CredentialsFilter(credentials, new RefusedLogins()), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .anyRequest()
                                .access(new AccessRules()))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, exception) -> SecurityProblems.unauthorized(
                                        request, response, "This needs an access key or a token made from one."))
                        .accessDeniedHandler(
                                (request, response, exception) -> SecurityProblems.forbidden(request, response)))
                .build();
    }

    /** Observing each filter of the chain costs more than all of them do; the request as a whole is observed. */
    @Bean
    SecurityObservationSettings theChainIsNotObserved() {
        return SecurityObservationSettings.noObservations();
    }

    /** Keeps Spring Boot from making up a user of its own. */
    @Bean
    AuthenticationManager noOtherUsers() {
        return authentication -> {
            throw new BadCredentialsException("access keys only");
        };
    }
}
