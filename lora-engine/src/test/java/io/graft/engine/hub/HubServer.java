package io.graft.engine.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A small hub on this machine: one repository, large files at another address, and failures on demand.
final class HubServer implements AutoCloseable {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String REPOSITORY = "owner/tiny";

    private static final JsonMapper JSON = new JsonMapper();

    /// What a client asked.
    record Asked(
            String method, String path, Optional<String> range, Optional<String> ifRange, Optional<String> token) {}

    /// Answers in the server's stead.
    @FunctionalInterface
    interface Fault {
        void answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    private final HttpServer hub;
    private final HttpServer storage;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> checksums = new TreeMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile String commit = COMMIT;
    volatile boolean listsChecksums = true;
    volatile boolean hasTree = true;
    volatile Optional<String> requiredToken = Optional.empty();

    HubServer() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(hub, "hub");
        serve(storage, "storage");
    }

    private void serve(HttpServer server, String place) {
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(place, exchange));
        server.start();
    }

    URI endpoint() {
        return URI.create("http://localhost:" + hub.getAddress().getPort());
    }

    HubServer with(String name, byte[] content) {
        files.put(name, content);
        checksums.put(name, isLarge(name) ? sha256(content) : gitBlob(content));
        return this;
    }

    HubServer with(String name, String text) {
        return with(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Lies about a file.
    HubServer withChecksum(String name, String checksum) {
        checksums.put(name, checksum);
        return this;
    }

    String checksum(String name) {
        return checksums.getOrDefault(name, "");
    }

    /// The next answers to requests whose path ends so.
    HubServer fail(String pathEnd, Fault... next) {
        faults.computeIfAbsent(pathEnd, _ -> new ArrayDeque<>()).addAll(Arrays.asList(next));
        return this;
    }

    /// A status without a body, with headers as name and value in turn.
    static Fault status(int status, String... headers) {
        return (exchange, _) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    /// Sends so many bytes of what was asked for, then cuts the connection.
    static Fault cutAfter(int bytes) {
        return (exchange, content) -> {
            int from = rangeStart(exchange, content);
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            exchange.getResponseBody().write(content, from, bytes);
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    static Fault body(String text) {
        return (exchange, _) -> send(exchange, 200, text.getBytes(StandardCharsets.UTF_8));
    }

    private void handle(String place, HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    place + path,
                    header(exchange, "Range"),
                    header(exchange, "If-Range"),
                    header(exchange, "Authorization")));
            byte[] content = files.getOrDefault(path.substring(path.lastIndexOf('/') + 1), new byte[0]);
            Optional<Fault> fault = nextFault(place + path);
            if (fault.isPresent()) {
                fault.get().answer(exchange, content);
            } else if (place.equals("storage")) {
                content(exchange, content);
            } else {
                hub(exchange, path, content);
            }
        }
    }

    private synchronized Optional<Fault> nextFault(String path) {
        return faults.entrySet().stream()
                .filter(fault -> path.endsWith(fault.getKey()))
                .findFirst()
                .flatMap(fault -> Optional.ofNullable(fault.getValue().poll()));
    }

    private void hub(HttpExchange exchange, String path, byte[] content) throws IOException {
        if (requiredToken.isPresent()
                && !header(exchange, "Authorization").equals(requiredToken.map(token -> "Bearer " + token))) {
            status(401).answer(exchange, content);
        } else if (path.equals("/api/models/" + REPOSITORY + "/revision/main")) {
            send(exchange, 200, JSON.writeValueAsBytes(listing()));
        } else if (path.equals("/api/models/" + REPOSITORY + "/tree/" + commit) && hasTree) {
            send(exchange, 200, JSON.writeValueAsBytes(tree()));
        } else if (path.startsWith("/" + REPOSITORY + "/resolve/" + commit + "/")) {
            resolve(exchange, path.substring(path.lastIndexOf('/') + 1), content);
        } else {
            status(404).answer(exchange, content);
        }
    }

    private void resolve(HttpExchange exchange, String name, byte[] content) throws IOException {
        exchange.getResponseHeaders().add("X-Repo-Commit", commit);
        if (!files.containsKey(name)) {
            status(404, "X-Error-Code", "EntryNotFound").answer(exchange, content);
        } else if (isLarge(name)) {
            String location = "http://127.0.0.1:" + storage.getAddress().getPort() + "/data/" + name + "?signature=s";
            status(
                            302,
                            "Location",
                            location,
                            "X-Linked-ETag",
                            '"' + checksum(name) + '"',
                            "X-Linked-Size",
                            String.valueOf(content.length))
                    .answer(exchange, content);
        } else {
            exchange.getResponseHeaders().add("ETag", '"' + checksum(name) + '"');
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().add("Content-Length", String.valueOf(content.length));
                exchange.sendResponseHeaders(200, -1);
            } else {
                send(exchange, 200, content);
            }
        }
    }

    private ObjectNode listing() {
        ObjectNode root = JSON.createObjectNode().put("id", REPOSITORY).put("sha", commit);
        var siblings = root.putArray("siblings");
        files.forEach((name, content) -> {
            ObjectNode file = siblings.addObject().put("rfilename", name);
            if (listsChecksums) {
                file.put("size", content.length).put("blobId", gitBlob(content));
                if (isLarge(name)) {
                    file.putObject("lfs")
                            .put("sha256", checksum(name))
                            .put("size", content.length)
                            .put("pointerSize", 134);
                } else {
                    file.put("blobId", checksum(name));
                }
            }
        });
        return root;
    }

    private ArrayNode tree() {
        ArrayNode root = JSON.createArrayNode();
        files.forEach((name, content) -> {
            ObjectNode file = root.addObject()
                    .put("type", "file")
                    .put("path", name)
                    .put("size", content.length)
                    .put("oid", isLarge(name) ? gitBlob(content) : checksum(name));
            if (isLarge(name)) {
                file.putObject("lfs")
                        .put("oid", checksum(name))
                        .put("size", content.length)
                        .put("pointerSize", 134);
            }
        });
        return root;
    }

    /// Sends content or the end of it, as a storage host that knows ranges.
    private static void content(HttpExchange exchange, byte[] content) throws IOException {
        exchange.getResponseHeaders().add("ETag", "\"storage-1\"");
        int from = rangeStart(exchange, content);
        boolean same = header(exchange, "If-Range").map("\"storage-1\""::equals).orElse(true);
        if (from == 0 || !same) {
            send(exchange, 200, content);
            return;
        }
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        send(exchange, 206, Arrays.copyOfRange(content, from, content.length));
    }

    private static int rangeStart(HttpExchange exchange, byte[] content) {
        return header(exchange, "Range")
                .map(range -> Integer.parseInt(range.substring("bytes=".length(), range.length() - 1)))
                .filter(from -> from < content.length)
                .orElse(0);
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private static boolean isLarge(String name) {
        return name.endsWith(".safetensors");
    }

    static String sha256(byte[] content) {
        return hex("SHA-256", content);
    }

    static String gitBlob(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return hex("SHA-1", whole);
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }
}
