package io.graft.engine.compute;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds and loads the native library of oneDNN. It comes in a jar (`org.bytedeco:dnnl`), of which only the library is
/// used, and must be unpacked: see [NativeFiles].
@SuppressWarnings("restricted") // the JVM is started with --enable-native-access
final class OneDnnLibrary {

    /// Inside the jar; there is one for Linux on x86-64.
    private static final String FOLDER = "org/bytedeco/dnnl/linux-x86_64/";

    private static final String LIBRARY = "libdnnl.so.3";

    /// What the library itself loads, from the folder it lies in.
    private static final String RUNTIME = "libgomp.so.1";

    /// Of the jar, so that a newer one is unpacked elsewhere.
    private static final String VERSION = "3.11";

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
            NativeFiles files = new NativeFiles(List.of(packed(RUNTIME), packed(LIBRARY)), cache(), temporary());
            return files.load(folder -> SymbolLookup.libraryLookup(folder.resolve(LIBRARY), Arena.global()));
        } catch (IOException e) {
            throw new UncheckedIOException("oneDNN cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static Path cache() {
        return Path.of(System.getProperty("user.home"), ".cache", "graft", "onednn-" + VERSION);
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static NativeFile packed(String name) throws IOException {
        URL resource = resource(name).orElseThrow(() -> new IOException("the class path lacks " + FOLDER + name));
        return NativeFile.of(name, resource);
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
}
