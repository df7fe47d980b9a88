// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.problem;

import io.glowplug.dispatch.NotAcceptedException;
import io.glowplug.registry.DatabaseOutage;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

/** Turns what controllers throw into problem details. */
@RestControllerAdvice
class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private static final String RETRY_SECONDS = "2";

    @ExceptionHandler
    ResponseEntity<Problem> refused(RefusedException refused, HttpServletRequest request) {
        return problemOf(refused).toResponse(request);
    }

    private static Problem problemOf(RefusedException refused) {
        HttpStatus status = switch (refused.refusal()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case STALE_REVISION -> HttpStatus.PRECONDITION_FAILED;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
        };
        return Problem.of(
                status, kindOf(refused.refusal()), String.valueOf(refused.getMessage()), refused.violations());
    }

    private static String kindOf(Refusal refusal) {
        return switch (refusal) {
            case INVALID -> "invalid";
            case NOT_FOUND -> "not-found";
            case CONFLICT -> "conflict";
            case STALE_REVISION -> "stale-revision";
            case TOO_LARGE -> "too-large";
        };
    }

    @ExceptionHandler
    ResponseEntity<Problem> unreadable(HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedException refused) {
                return refused(refused, request);
            }
            if (cause instanceof MaxUploadSizeExceededException tooLarge) {
                return tooLarge(tooLarge, request);
            }
        }
        Violation violation = JsonViolations.of(unreadable.getCause());
        return invalid(violation, request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongParameter(MethodArgumentTypeMismatchException wrong, HttpServletRequest request) {
        Class<?> type = wrong.getRequiredType();
        return invalid(new Violation(wrong.getName(), "must be " + JsonViolations.nameOf(type)), request);
    }

    private static ResponseEntity<Problem> invalid(Violation violation, HttpServletRequest request) {
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "invalid",
                        violation.field() + " " + violation.rule(),
                        List.of(violation))
                .toResponse(request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> tooLarge(MaxUploadSizeExceededException tooLarge, HttpServletRequest request) {
        return Problem.of(HttpStatus.CONTENT_TOO_LARGE, "too-large", "The request's body is larger than allowed.")
                .toResponse(request);
    }

    @ExceptionHandler({
        NotAcceptedException.class,
        DataAccessResourceFailureException.class,
        TransactionException.class,
        QueryTimeoutException.class,
        TransientDataAccessException.class
    })
    ResponseEntity<Problem> databaseAway(Exception away, HttpServletRequest request) {
        // An outage is said once, where connections are opened; a refusal for each call would flood the log.
        if (DatabaseOutage.isBehind(away)) {
            log.debug("The database is unavailable", away);
        } else {
            log.warn("The database is unavailable: {}", away.getMessage());
        }
        Problem problem = Problem.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database-unavailable",
                "The database does not answer at the moment. Try again; with an Idempotency-Key nothing runs twice.");
        return withRetryAfter(problem.toResponse(request));
    }

    private static ResponseEntity<Problem> withRetryAfter(ResponseEntity<Problem> answer) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .body(answer.getBody());
    }

    /** The client went away while it was being answered: there is nobody to tell. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException gone) {
        log.debug("A client went away", gone);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Problem> other(Exception exception, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        // A problem behind an answer that has begun would make what is broken off look whole.
        if (exception instanceof AccessDeniedException || response.isCommitted()) {
            throw exception;
        }
        if (exception instanceof ErrorResponse known) {
            HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
            String detail = known.getBody().getDetail();
            ResponseEntity<Problem> answer = Problem.of(
                            status, Problem.kindOf(status), detail == null ? status.getReasonPhrase() : detail)
                    .toResponse(request);
            return ResponseEntity.status(status)
                    .headers(known.getHeaders())
                    .headers(answer.getHeaders())
                    .body(answer.getBody());
        }
        if (DatabaseOutage.isBehind(exception)) {
            return databaseAway(exception, request);
        }
        log.error("Unexpected failure of {} {}", request.getMethod(), request.getRequestURI(), exception);
        return Problem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal",
                        "The platform failed; its log has more under this request's id.")
                .toResponse(request);
    }
}
