package io.graft.engine.checkpoint;

import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The weights of a model folder: `model.safetensors`, or the shards that `model.safetensors.index.json` lists.
public final class WeightFiles implements TensorSource, AutoCloseable {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final List<SafetensorsReader> readers = new ArrayList<>();
    private final Map<String, SafetensorsReader> byTensor = new LinkedHashMap<>();

    private WeightFiles(Path folder) {
        this.folder = folder;
    }

    /// Opens and checks every weights file of the folder, and that the index tells the truth about them.
    ///
    /// @throws MalformedFileException naming the file, and the tensor where it is about one
    public static WeightFiles open(Path folder) throws IOException {
        WeightFiles weights = new WeightFiles(folder);
        try {
            for (Path file : files(folder)) {
                weights.add(SafetensorsReader.open(file));
            }
            if (!Files.exists(folder.resolve(SINGLE))) {
                weights.check(ShardIndex.read(folder.resolve(INDEX)));
            }
            return weights;
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private void check(ShardIndex index) throws MalformedFileException {
        for (Map.Entry<String, String> entry : index.tensors().entrySet()) {
            SafetensorsReader reader = byTensor.get(entry.getKey());
            String actual =
                    reader == null ? "no file" : reader.file().getFileName().toString();
            if (!actual.equals(entry.getValue())) {
                throw new MalformedFileException(
                        index.file(),
                        "tensor " + entry.getKey() + ": weight_map says " + entry.getValue() + ", but " + actual
                                + " holds it");
            }
        }
    }

    private void add(SafetensorsReader reader) throws IOException {
        readers.add(reader);
        for (String name : reader.names()) {
            SafetensorsReader other = byTensor.put(name, reader);
            if (other != null) {
                throw new MalformedFileException(
                        reader.file(),
                        "tensor " + name + ": is also in " + other.file().getFileName());
            }
        }
    }

    /// The weights files in the order in which their digest is taken.
    private static List<Path> files(Path folder) throws IOException {
        if (Files.exists(folder.resolve(SINGLE))) {
            return List.of(folder.resolve(SINGLE));
        }
        Path index = folder.resolve(INDEX);
        if (!Files.exists(index)) {
            throw new MalformedFileException(folder, "holds neither " + SINGLE + " nor " + INDEX);
        }
        List<Path> files = new ArrayList<>();
        for (String name : ShardIndex.read(index).files()) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new MalformedFileException(index, "weight_map names " + name + ", which is missing");
            }
            files.add(file);
        }
        return files;
    }

    /// The names of all tensors, in the order of the files and then of their names.
    public List<String> names() {
        List<String> names = new ArrayList<>();
        readers.forEach(reader -> reader.names().stream().sorted().forEach(names::add));
        return names;
    }

    /// The sizes of a tensor's dimensions.
    public List<Long> shape(String tensor) throws IOException {
        return holder(tensor).shape(tensor);
    }

    /// The type of a tensor's elements, see [SafetensorsReader#type].
    public ElementType type(String tensor) throws IOException {
        return holder(tensor).type(tensor);
    }

    @Override
    public boolean contains(String tensor) {
        return byTensor.containsKey(tensor);
    }

    @Override
    public float[] read(String tensor, long... shape) throws IOException {
        return holder(tensor).read(tensor, shape);
    }

    @Override
    public RowSource rows(String tensor, int rows, int columns) throws IOException {
        return holder(tensor).rows(tensor, rows, columns);
    }

    private SafetensorsReader holder(String tensor) throws IOException {
        SafetensorsReader reader = byTensor.get(tensor);
        if (reader == null) {
            throw new MalformedFileException(
                    readers.size() == 1 ? readers.getFirst().file() : folder, "tensor " + tensor + ": is missing");
        }
        return reader;
    }

    /// SHA-256 over the bytes of the weights files, shards in the order of their names, as 64 hexadecimal digits.
    public static String digest(Path folder) throws IOException {
        return digest(files(folder));
    }

    /// SHA-256 over the bytes of files, as 64 hexadecimal digits.
    public static String digest(List<Path> files) throws IOException {
        MessageDigest sha = sha256();
        byte[] buffer = new byte[1 << 16];
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    sha.update(buffer, 0, n);
                }
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        readers.forEach(SafetensorsReader::close);
    }
}
