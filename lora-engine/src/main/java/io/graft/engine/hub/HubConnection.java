package io.graft.engine.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends requests and follows redirects. The token goes to the hub's own address only: large files lie with others.
final class HubConnection implements AutoCloseable {

    private static final int REDIRECTS = 8;
    private static final Set<Integer> DENIED = Set.of(401, 403);

    /// What a request does.
    enum Method {
        GET,
        /// Asks for the headers that the hub itself sends; a redirect to another address is the answer.
        HEAD
    }

    private final HubSettings settings;
    private final HttpClient client;
    private final Clock clock;
    private final Duration silence;

    /// @param silence how long a server may be silent
    HubConnection(HubSettings settings, Clock clock, Duration silence) {
        this.settings = settings;
        this.clock = clock;
        this.silence = silence;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(15))
                .build();
    }

    URI uri(String path) {
        return URI.create(settings.endpoint() + path);
    }

    /// Sends a request.
    ///
    /// @return an answer with a status of 200 to 299, of 416, or, to [Method#HEAD] only, a redirect elsewhere
    /// @throws BusyException if it is worth to try again
    /// @throws HubException  if the hub refuses
    HubAnswer send(Method method, URI target, Map<String, String> headers) throws IOException {
        URI uri = target;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            HubAnswer answer = exchange(method, uri, headers);
            if (!answer.isRedirect()) {
                return checked(answer);
            }
            URI next = location(answer);
            if (method == Method.HEAD && !isHub(next)) {
                return answer;
            }
            answer.close();
            uri = next;
        }
        throw new HubException(
                HubException.Reason.BAD_ANSWER, target + ": more than " + REDIRECTS + " redirects in a row");
    }

    private HubAnswer checked(HubAnswer answer) throws IOException {
        int status = answer.status();
        if ((status >= 200 && status < 300) || status == 416) {
            return answer;
        }
        try (answer) {
            if (answer.isBusy()) {
                throw new BusyException(status, answer.retryAfter(clock.instant()));
            }
            if (!isHub(answer.uri()) && DENIED.contains(status)) {
                // A signed address of a storage host has run out: asking the hub again gives a new one.
                throw new IOException(answer.uri().getHost() + " answered " + status);
            }
            throw Refusal.of(answer, settings.token().isPresent());
        }
    }

    private URI location(HubAnswer answer) throws IOException {
        String location = answer.header("Location").orElse("");
        try {
            URI next = answer.uri().resolve(location);
            boolean weaker = "https".equals(answer.uri().getScheme()) && !"https".equals(next.getScheme());
            if (!location.isEmpty() && next.getHost() != null && !weaker) {
                return next;
            }
        } catch (IllegalArgumentException e) {
            throw new HubException(HubException.Reason.BAD_ANSWER, wrongLocation(answer, location), e);
        }
        throw new HubException(HubException.Reason.BAD_ANSWER, wrongLocation(answer, location));
    }

    private static String wrongLocation(HubAnswer answer, String location) {
        return answer.uri() + ": redirects to \"" + location + "\", which is no address that may be followed";
    }

    /// Whether an address is the hub's own: same scheme, host and port.
    private boolean isHub(URI uri) {
        URI hub = settings.endpoint();
        return hub.getScheme().equalsIgnoreCase(uri.getScheme())
                && hub.getHost().equalsIgnoreCase(uri.getHost())
                && port(hub) == port(uri);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private HubAnswer exchange(Method method, URI uri, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method.name(), HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", "graft")
                // Compressed bodies would have another length and another checksum.
                .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        if (isHub(uri)) {
            settings.token().ifPresent(token -> request.header("Authorization", token.authorization()));
        }
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = await(uri, request.build());
        BodyStream body = new BodyStream(silence);
        response.body().subscribe(body);
        return new HubAnswer(uri, response.statusCode(), response.headers(), body);
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> await(URI uri, HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher());
        try {
            return answer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(uri.getHost() + " did not answer for " + silence.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw Pause.interrupted(e);
        } catch (ExecutionException e) {
            throw failure(uri, e.getCause() == null ? e : e.getCause());
        }
    }

    private static IOException failure(URI uri, Throwable cause) {
        if (cause instanceof ConnectException) {
            return new IOException("cannot connect to " + uri.getAuthority(), cause);
        }
        return new IOException(uri.getAuthority() + ": " + cause, cause);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
