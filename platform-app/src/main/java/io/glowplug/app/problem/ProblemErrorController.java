// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers for what fails before a controller is found, such as a path that the firewall turns away. */
@RestController
@Hidden
class ProblemErrorController implements ErrorController {

    @RequestMapping("${server.error.path:${error.path:/error}}")
    @Nullable
    ResponseEntity<Problem> problem(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            return null; // the server cuts an answer off that has begun; nothing is to stand behind it
        }
        HttpStatus status = statusOf(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE));
        return Problem.of(status, Problem.kindOf(status), "The request could not be handled.")
                .toResponse(request);
    }

    private static HttpStatus statusOf(@Nullable Object code) {
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }
}
