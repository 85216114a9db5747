package io.graft.engine.compute;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Unpacks a large file, in a process of its own, which stops half-way and goes on when it is told to. Or
/// loads kernels, in such a process.
final class Unpacking {

    static final int SIZE = 1 << 20;

    private Unpacking() {}

    static byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    static NativeFiles files(Path cache, Path temporary, NativeFile.Content content) {
        return new NativeFiles(List.of(new NativeFile("library.so", SIZE, content)), cache, temporary);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("kernels")) {
            IO.println(KernelChoice.choose(Optional.of(arguments[1])).reason());
        } else {
            Path folder = Path.of(arguments[0]);
            IO.println(files(folder, folder.resolveSibling("temporary"), Unpacking::halting)
                    .load(cache -> size(cache.resolve("library.so"))));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Says when half of it was read, and waits for a line.
    private static InputStream halting() {
        return new FilterInputStream(new ByteArrayInputStream(bytes())) {
            private int read;

            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                if (read >= SIZE / 2) {
                    read = Integer.MIN_VALUE;
                    IO.println("half");
                    IO.readln();
                }
                int now = super.read(target, from, Math.min(count, 1 << 12));
                read += Math.max(0, now);
                return now;
            }
        };
    }
}
