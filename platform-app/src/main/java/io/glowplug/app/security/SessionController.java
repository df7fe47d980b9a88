// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.glowplug.app.problem.Problem;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The console's own way in: an access key is exchanged for a cookie that scripts cannot read. */
@RestController
@RequestMapping("/api/v1/session")
@Tag(name = "session", description = "Sign-in of the console; programs use access keys or tokens")
class SessionController {

    private final AccessKeyRing ring;
    private final ConsoleSessions sessions;
    private final SignInThrottle throttle;
    private final RefusedLogins refused = new RefusedLogins();

    SessionController(AccessKeyRing ring, ConsoleSessions sessions, SignInThrottle throttle) {
        this.ring = ring;
        this.sessions = sessions;
        this.throttle = throttle;
    }

    record SignIn(@Nullable String accessKeyId, @Nullable String secretAccessKey) {

        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "SignIn[" + accessKeyId + "]";
        }
    }

    /**
     * Who is signed in.
     *
     * @param csrfToken goes into the header {@code X-CSRF-Token} of every request that changes something
     * @param idleUntil when the session ends unless it is prolonged
     * @param endsAt when it ends in any case
     */
    record SessionAnswer(String accessKeyId, String role, String csrfToken, Instant idleUntil, Instant endsAt) {}

    @PostMapping
    @Operation(
            summary = "Signs in; the answer sets the session's cookie",
            description = "After five wrong secrets for one access key from one address, 429 with Retry-After.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    ResponseEntity<?> signIn(@RequestBody SignIn signIn, HttpServletRequest request) {
        String id = signIn.accessKeyId() == null ? "" : signIn.accessKeyId().strip();
        String secret = signIn.secretAccessKey() == null ? "" : signIn.secretAccessKey();
        String address = request.getRemoteAddr();
        Duration wait = throttle.waitOf(id, address);
        if (!wait.isZero()) {
            return tooManyTries(wait, request);
        }
        Optional<Role> role = ring.verify(id, secret.getBytes(StandardCharsets.UTF_8));
        if (role.isEmpty()) {
            throttle.failed(id, address);
            refused.note(request);
            return Problem.of(
                            HttpStatus.UNAUTHORIZED,
                            "unauthenticated",
                            "The access key or its secret is wrong, or the key is disabled.")
                    .toResponse(request);
        }
        throttle.succeeded(id, address);
        ConsoleSessions.Begun begun = sessions.begin(id);
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.setting(begun.token(), request))
                .body(answer(begun.session(), role.get()));
    }

    private static ResponseEntity<Problem> tooManyTries(Duration wait, HttpServletRequest request) {
        long seconds = wait.plusMillis(999).toSeconds();
        ResponseEntity<Problem> problem = Problem.of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too-many-sign-ins",
                        "Too many wrong secrets for this access key. Try again in " + seconds + " s.")
                .toResponse(request);
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders())
                .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
                .body(problem.getBody());
    }

    @GetMapping
    @Operation(summary = "Returns who is signed in")
    SessionAnswer current(HttpServletRequest request) {
        return answer(Optional.ofNullable(SessionCookie.of(request)).flatMap(sessions::find));
    }

    @PutMapping
    @Operation(summary = "Prolongs the session, because somebody is at the console")
    SessionAnswer prolong(HttpServletRequest request) {
        return answer(Optional.ofNullable(SessionCookie.of(request)).flatMap(sessions::prolong));
    }

    @DeleteMapping
    @Operation(summary = "Signs out; the cookie is worthless from then on")
    ResponseEntity<Void> signOut(HttpServletRequest request) {
        Optional.ofNullable(SessionCookie.of(request)).ifPresent(sessions::end);
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.clearing(request))
                .build();
    }

    private SessionAnswer answer(Optional<ConsoleSession> session) {
        return session.flatMap(found -> ring.roleOf(found.accessKeyId()).map(role -> answer(found, role)))
                .orElseThrow(() -> RefusedException.notFound("this caller is not signed in at the console"));
    }

    private static SessionAnswer answer(ConsoleSession session, Role role) {
        return new SessionAnswer(
                session.accessKeyId(), role.label(), session.csrfToken(), session.idleUntil(), session.endsAt());
    }
}
