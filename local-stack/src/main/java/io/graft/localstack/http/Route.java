package io.graft.localstack.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// One thing that the server can be asked for.
///
/// @param path exact, or the beginning of a path where it ends with a slash
/// @param access who may ask
public record Route(String method, String path, Access access, Handling handling) {

    /// Who may use a route.
    public enum Access {
        /// Every program of this machine.
        OPEN,
        /// Who can read the token of the stack's owner.
        OWNER
    }

    /// Answers a request.
    @FunctionalInterface
    public interface Handling {
        Answer answer(HttpExchange request) throws IOException;
    }

    boolean matches(String requested) {
        return (path.endsWith("/") && path.length() > 1) ? requested.startsWith(path) : requested.equals(path);
    }
}
