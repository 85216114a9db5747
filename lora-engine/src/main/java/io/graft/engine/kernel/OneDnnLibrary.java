package io.graft.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds and loads the native library of oneDNN. It comes in a jar (`org.bytedeco:dnnl`), of which only the library is
/// used, and is unpacked once per user.
@SuppressWarnings("restricted") // the JVM is started with --enable-native-access
final class OneDnnLibrary {

    /// Inside the jar; there is one for Linux on x86-64.
    private static final String FOLDER = "org/bytedeco/dnnl/linux-x86_64/";

    private static final String LIBRARY = "libdnnl.so.3";

    /// What the library itself loads, from the folder it lies in.
    private static final String RUNTIME = "libgomp.so.1";

    /// Of the jar, so that a newer one is unpacked elsewhere.
    private static final String VERSION = "3.11";

    private static final Logger LOG = LoggerFactory.getLogger(OneDnnLibrary.class);

    private OneDnnLibrary() {}

    /// Why the library cannot be used here, or nothing if it can.
    static Optional<String> obstacle() {
        String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!platform.equals("Linux on amd64")) {
            return Optional.of("oneDNN comes for Linux on amd64, this is " + platform);
        }
        return resource(LIBRARY).isPresent()
                ? Optional.empty()
                : Optional.of("the class path lacks org.bytedeco:dnnl with its library for linux-x86_64");
    }

    /// Loads the library for the life of the process.
    ///
    /// @throws UncheckedIOException if it cannot be unpacked
    static SymbolLookup load() {
        useOneThread();
        try {
            Path folder = folder();
            unpack(RUNTIME, folder);
            return SymbolLookup.libraryLookup(unpack(LIBRARY, folder), Arena.global());
        } catch (IOException e) {
            throw new UncheckedIOException("oneDNN cannot be unpacked: " + e.getMessage(), e);
        }
    }

    /// Each of our threads calls the library on its own, so it must not start more. Its runtime reads this once.
    private static void useOneThread() {
        MethodHandle setenv =
                NativeFunctions.standard().find("setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int status = (int) setenv.invokeExact(arena.allocateFrom("OMP_NUM_THREADS"), arena.allocateFrom("1"), 1);
            if (status != 0) {
                throw new IllegalStateException("OMP_NUM_THREADS cannot be set, status " + status);
            }
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    private static Optional<URL> resource(String name) {
        return Optional.ofNullable(OneDnnLibrary.class.getClassLoader().getResource(FOLDER + name));
    }

    private static Path folder() throws IOException {
        Path home = Path.of(System.getProperty("user.home"), ".cache", "graft", "onednn-" + VERSION);
        try {
            return Files.createDirectories(home);
        } catch (IOException e) {
            Path temporary = Files.createTempDirectory("graft-onednn");
            LOG.atInfo()
                    .addKeyValue("folder", temporary)
                    .addKeyValue("reason", e)
                    .log("no cache in the home directory: native libraries are unpacked for this process alone");
            return temporary;
        }
    }

    /// Unpacks a file unless one of its size is there already; it appears whole or not at all.
    private static Path unpack(String name, Path folder) throws IOException {
        URLConnection source = resource(name)
                .orElseThrow(() -> new IOException("the class path lacks " + FOLDER + name))
                .openConnection();
        long size = source.getContentLengthLong();
        Path target = folder.resolve(name);
        if (!Files.exists(target) || Files.size(target) != size) {
            Path partial = Files.createTempFile(folder, name, ".partial");
            try (InputStream in = source.getInputStream()) {
                Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }
}
