package io.graft.engine.hub;

import io.graft.engine.hub.HubException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// A file that is not whole yet. It survives the process, so that a later one goes on with it.
///
/// The address of a resumed download may by then lead to another host, so the validator (ETag) of the first answer is
/// kept beside it.
final class PartialFile implements AutoCloseable {

    /// What the name of a file that is not whole ends with. Python's own partial files end with `.incomplete` alone.
    static final String SUFFIX = ".graft.incomplete";

    private final Path file;
    private final Path validator;
    private final FileChannel channel;

    private PartialFile(Path file, FileChannel channel) {
        this.file = file;
        this.validator = file.resolveSibling(file.getFileName() + ".etag");
        this.channel = channel;
    }

    /// Opens the partial file of a place, or starts one.
    static PartialFile of(Path place) throws IOException {
        Path file = place.resolveSibling(place.getFileName() + SUFFIX);
        try {
            return new PartialFile(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    long size() throws IOException {
        return channel.size();
    }

    /// Throws away what is there.
    void restart() throws IOException {
        try {
            channel.truncate(0);
            Files.deleteIfExists(validator);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    void append(List<ByteBuffer> buffers) throws IOException {
        try {
            channel.position(channel.size());
            for (ByteBuffer buffer : buffers) {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    void force() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /// Only a strong ETag tells bytes apart.
    void rememberValidator(Optional<String> tag) throws IOException {
        Optional<String> strong = tag.filter(text -> text.startsWith("\""));
        if (strong.isPresent()) {
            try {
                Files.writeString(validator, strong.get());
            } catch (IOException e) {
                throw cannotWrite(validator, e);
            }
        }
    }

    Optional<String> validator() throws IOException {
        return Files.exists(validator)
                ? Optional.of(Files.readString(validator)).filter(text -> text.matches("\"[\\x21-\\x7e]{1,200}\""))
                : Optional.empty();
    }

    boolean matches(Checksum checksum) throws IOException {
        return checksum.matches(file);
    }

    /// Lets the whole file appear in its place.
    void complete(Path place) throws IOException {
        try {
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(validator);
        } catch (IOException e) {
            throw cannotWrite(place, e);
        }
    }

    private static HubException cannotWrite(Path file, IOException cause) {
        return new HubException(Reason.CACHE, "cannot write " + file + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
