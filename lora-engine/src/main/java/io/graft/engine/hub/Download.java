package io.graft.engine.hub;

import io.graft.engine.hub.HubConnection.Method;
import io.graft.engine.hub.HubException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings the bytes of one file into a [PartialFile], going on where an earlier attempt or process was cut off.
final class Download {

    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/(?:[0-9]+|\\*)");

    private final HubConnection connection;
    private final RemoteFile file;
    private final URI uri;
    private final LongConsumer progress;

    /// @param progress hears how many bytes of the file are here
    Download(HubConnection connection, RemoteFile file, URI uri, LongConsumer progress) {
        this.connection = connection;
        this.file = file;
        this.uri = uri;
        this.progress = progress;
    }

    /// Downloads and verifies; a file that is damaged is fetched once more from its first byte.
    void into(PartialFile partial, Retries.Rules rules) throws IOException {
        transfer(partial, rules);
        if (partial.matches(file.checksum())) {
            return;
        }
        partial.restart();
        transfer(partial, rules);
        if (!partial.matches(file.checksum())) {
            partial.restart();
            throw new HubException(
                    Reason.CORRUPT, uri + ": what arrived twice does not have the checksum " + file.checksum());
        }
    }

    private void transfer(PartialFile partial, Retries.Rules rules) throws IOException {
        Retries retries = new Retries(rules, uri.toString());
        retries.run(() -> {
            long before = partial.size();
            try {
                attempt(partial);
            } catch (IOException e) {
                if (partial.size() > before) {
                    retries.progressed();
                }
                throw e;
            }
            return partial;
        });
    }

    private void attempt(PartialFile partial) throws IOException {
        if (partial.size() > file.size()) {
            partial.restart();
        }
        progress.accept(partial.size());
        if (partial.size() == file.size()) {
            partial.force();
            return;
        }
        try (HubAnswer answer = connection.send(Method.GET, uri, headers(partial))) {
            begin(answer, partial);
            append(answer.body(), partial);
        }
        if (partial.size() < file.size()) {
            throw new IOException("the connection ended after " + partial.size() + " of " + file.size() + " bytes");
        }
        partial.force();
    }

    /// `If-Range` makes a server whose file has changed send all of it.
    private static Map<String, String> headers(PartialFile partial) throws IOException {
        if (partial.size() == 0) {
            return Map.of();
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("Range", "bytes=" + partial.size() + "-");
        partial.validator().ifPresent(validator -> headers.put("If-Range", validator));
        return headers;
    }

    /// Makes the partial file end where the answer's body starts.
    private void begin(HubAnswer answer, PartialFile partial) throws IOException {
        if (answer.status() == 206 && rangeStart(answer) == partial.size()) {
            return;
        }
        if (answer.status() == 206 || answer.status() == 416) {
            String range = answer.header("Content-Range").orElse("no Content-Range");
            partial.restart();
            throw new IOException(
                    "the server answered " + answer.status() + " with " + range + " to a resumed download");
        }
        partial.restart();
        partial.rememberValidator(answer.header("ETag"));
    }

    private static long rangeStart(HubAnswer answer) {
        Matcher range = RANGE.matcher(answer.header("Content-Range").orElse(""));
        return range.matches() ? Long.parseLong(range.group(1)) : -1;
    }

    private void append(BodyStream body, PartialFile partial) throws IOException {
        for (Optional<List<ByteBuffer>> buffers = body.next(); buffers.isPresent(); buffers = body.next()) {
            long arrived = partial.size()
                    + buffers.get().stream().mapToLong(ByteBuffer::remaining).sum();
            if (arrived > file.size()) {
                partial.restart();
                throw new HubException(
                        Reason.CORRUPT,
                        uri + ": the server sends more than the " + file.size() + " bytes it announced");
            }
            partial.append(buffers.get());
            progress.accept(partial.size());
        }
    }
}
