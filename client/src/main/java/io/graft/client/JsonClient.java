package io.graft.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.contracts.ContractJson;
import io.graft.contracts.Page;
import io.graft.contracts.ProblemDetail;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One service's REST API over HTTP: records in, records out. Thread-safe.
///
/// Errors: [RemoteProblem] where the service answered with one, [UnavailableException] where it did not answer or
/// answered 502, 503 or 504.
public final class JsonClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI base;
    private final Supplier<Map<String, String>> headers;
    private final ObjectMapper json = ContractJson.mapper();

    /// @param base    scheme, host and port: `http://127.0.0.1:8083`
    /// @param headers sent with every request, asked for each time: API key, `traceparent`
    public JsonClient(URI base, Supplier<Map<String, String>> headers) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.base = base;
        this.headers = headers;
    }

    public JsonClient(URI base) {
        this(base, Map::of);
    }

    public URI base() {
        return base;
    }

    /// A path with its parts escaped: `path("/v1/registry/models/{}/{}", name, version)`.
    public static String path(String template, Object... parts) {
        StringBuilder path = new StringBuilder();
        int from = 0;
        for (Object part : parts) {
            int hole = template.indexOf("{}", from);
            path.append(template, from, hole).append(escape(part.toString()));
            from = hole + 2;
        }
        return path.append(template.substring(from)).toString();
    }

    /// One part of a path or query, escaped.
    public static String escape(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public <T> T get(String path, Class<T> type) {
        return exchange(request(path).GET(), json.constructType(type));
    }

    public <T> List<T> getList(String path, Class<T> element) {
        return exchange(request(path).GET(), json.getTypeFactory().constructCollectionType(List.class, element));
    }

    public <T> Page<T> getPage(String path, Class<T> element) {
        return exchange(request(path).GET(), json.getTypeFactory().constructParametricType(Page.class, element));
    }

    public <T> T post(String path, @Nullable Object body, Class<T> type) {
        return exchange(send("POST", path, body), json.constructType(type));
    }

    public <T> T put(String path, Object body, Class<T> type) {
        return exchange(send("PUT", path, body), json.constructType(type));
    }

    public void delete(String path) {
        exchange(request(path).DELETE(), json.constructType(new TypeReference<Object>() {}));
    }

    /// For a caller that shapes the request itself: other headers, a stream as the body.
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        headers.get().forEach(builder::setHeader);
        return builder.setHeader("Accept", "application/json");
    }

    /// A `POST` with a JSON body, for a caller that adds headers of its own.
    public HttpRequest.Builder postRequest(String path, Object body) {
        return send("POST", path, body);
    }

    /// Sends a request made with [#request(String)] and reads the JSON answer.
    public <T> T exchange(HttpRequest.Builder builder, Class<T> type) {
        return exchange(builder, json.constructType(type));
    }

    /// Sends a request made with [#request(String)] and hands out the body as a stream, which the caller closes.
    public InputStream stream(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        HttpResponse<InputStream> response = perform(request, BodyHandlers.ofInputStream());
        if (response.statusCode() < 400) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw failure(request.uri(), response.statusCode(), body.readAllBytes());
        } catch (IOException e) {
            throw new UnavailableException(request.uri(), e);
        }
    }

    private HttpRequest.Builder send(String method, String path, @Nullable Object body) {
        if (body == null) {
            return request(path).method(method, BodyPublishers.noBody());
        }
        try {
            return request(path)
                    .setHeader("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // the JavaType is made from T by the public methods
    private <T> T exchange(HttpRequest.Builder builder, JavaType type) {
        HttpRequest request = builder.build();
        HttpResponse<byte[]> response = perform(request, BodyHandlers.ofByteArray());
        if (response.statusCode() >= 400) {
            throw failure(request.uri(), response.statusCode(), response.body());
        }
        return read(request.uri(), response, type);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"
    }) // an empty answer is only asked for with type Void or Object
    private <T> T read(URI uri, HttpResponse<byte[]> response, JavaType type) {
        if (response.body().length == 0) {
            return null;
        }
        try {
            return json.readValue(response.body(), type);
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable answer from " + uri, e);
        }
    }

    private <T> HttpResponse<T> perform(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UnavailableException(request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(request.uri(), e);
        }
    }

    private RuntimeException failure(URI uri, int status, byte[] body) {
        ProblemDetail detail = detail(status, body);
        RemoteProblem problem = new RemoteProblem(uri, detail);
        return status >= 502 && status <= 504 ? new UnavailableException(uri, problem) : problem;
    }

    private ProblemDetail detail(int status, byte[] body) {
        try {
            ProblemDetail detail = json.readValue(body, ProblemDetail.class);
            if (detail.status() != 0 && detail.title() != null) {
                return detail;
            }
        } catch (IOException e) {
            // Not a problem document: a proxy's page or an empty body. Its text is all there is to show.
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return new ProblemDetail(
                "about:blank",
                "HTTP " + status,
                status,
                text.isEmpty() ? null : text,
                null,
                "http_" + status,
                List.of());
    }
}
