package io.graft.localstack.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP server that listens at 127.0.0.1 only. A page in a browser of this machine could still send it requests,
/// so it answers only those that name it as the loopback host, and what changes something takes the owner's token.
public final class LoopbackServer implements AutoCloseable {

    /// The header that carries the owner's token.
    public static final String TOKEN_HEADER = "X-Graft-Token";

    private static final System.Logger LOG = System.getLogger(LoopbackServer.class.getName());
    private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost");

    private final HttpServer server;
    private final ExecutorService threads;
    private final List<Route> routes;
    private final String token;

    private LoopbackServer(HttpServer server, ExecutorService threads, List<Route> routes, String token) {
        this.server = server;
        this.threads = threads;
        this.routes = List.copyOf(routes);
        this.token = token;
    }

    /// Starts to listen; port 0 takes a free one.
    public static LoopbackServer start(int port, List<Route> routes, String token) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        LoopbackServer started = new LoopbackServer(server, threads, routes, token);
        server.setExecutor(threads);
        server.createContext("/", started::handle);
        server.start();
        return started;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(1);
        threads.shutdown();
    }

    private void handle(HttpExchange request) throws IOException {
        try (request) {
            Answer answer = answer(request);
            request.getResponseHeaders().set("Content-Type", answer.contentType());
            byte[] body = answer.body();
            request.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            try (OutputStream out = request.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private Answer answer(HttpExchange request) {
        if (!namesUs(request)) {
            return Answer.text(403, "this server answers at 127.0.0.1 and localhost only");
        }
        String path = request.getRequestURI().getPath();
        List<Route> matching =
                routes.stream().filter(route -> route.matches(path)).toList();
        Optional<Route> route = matching.stream()
                .filter(candidate -> candidate.method().equals(request.getRequestMethod()))
                .findFirst();
        if (route.isEmpty()) {
            return matching.isEmpty()
                    ? Answer.text(404, "there is nothing at " + path)
                    : Answer.text(405, path + " takes " + matching.getFirst().method());
        }
        if (route.get().access() == Route.Access.OWNER && !showsToken(request)) {
            return Answer.text(401, "the header " + TOKEN_HEADER + " must hold the token in run/supervisor.token");
        }
        return answer(request, route.get());
    }

    private static Answer answer(HttpExchange request, Route route) {
        try {
            return route.handling().answer(request);
        } catch (IllegalArgumentException e) {
            return Answer.text(400, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, request.getRequestMethod() + " " + request.getRequestURI(), e);
            return Answer.text(500, "it failed, see the supervisor's log");
        }
    }

    private static boolean namesUs(HttpExchange request) {
        String host = request.getRequestHeaders().getFirst("Host");
        return host != null && OWN_NAMES.contains(host.replaceFirst(":\\d+$", ""));
    }

    private boolean showsToken(HttpExchange request) {
        String shown = request.getRequestHeaders().getFirst(TOKEN_HEADER);
        return shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
