package io.graft.engine.compute;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/// Finds and loads ND4J's OpenBLAS. It comes in jars (`org.bytedeco:openblas`), one for each platform, which the
/// engine can do without; JavaCPP unpacks it, with what it needs, once per user: into the temporary folder where
/// home cannot be written. That folder stays, since other processes and other libraries of ND4J share it.
@SuppressWarnings("restricted") // the JVM is started with --enable-native-access
final class OpenBlasLibrary {

    private static final String BINDING = "org/bytedeco/openblas/global/openblas_nolapack.class";
    private static final String LOADER = "org/bytedeco/javacpp/Loader.class";

    private OpenBlasLibrary() {}

    /// Why the library cannot be used here, or nothing if it can.
    static Optional<String> obstacle() {
        return obstacle(OpenBlasLibrary.class.getClassLoader());
    }

    /// @param classes where the jars would be
    static Optional<String> obstacle(ClassLoader classes) {
        if (classes.getResource(BINDING) == null || classes.getResource(LOADER) == null) {
            return Optional.of("the class path lacks ND4J's OpenBLAS (org.bytedeco:openblas and org.bytedeco:javacpp)");
        }
        return onPlatform(classes);
    }

    /// In a method of its own, because it needs classes that may be missing.
    private static Optional<String> onPlatform(ClassLoader classes) {
        String platform = Loader.getPlatform();
        String binding = "org/bytedeco/openblas/" + platform + "/" + System.mapLibraryName("jniopenblas_nolapack");
        return classes.getResource(binding) == null
                ? Optional.of("the class path lacks ND4J's OpenBLAS for " + platform
                        + " (org.bytedeco:openblas with that classifier)")
                : Optional.empty();
    }

    /// Loads the library for the life of the process.
    static SymbolLookup load() {
        Path binding = Path.of(Loader.load(openblas_nolapack.class));
        return SymbolLookup.libraryLookup(library(binding.resolveSibling("")), Arena.global());
    }

    /// JavaCPP's binding and the library lie in one folder. The library's name depends on the platform, and on whether
    /// JavaCPP made a copy for bindings without LAPACK, or ND4J had asked for the whole before: both are the same.
    private static Path library(Path folder) {
        File[] libraries = folder.toFile()
                .listFiles((_, name) -> name.matches("(lib)?openblas(_nolapack)?\\.(so|dll|\\d|dylib).*"));
        if (libraries == null || libraries.length == 0) {
            throw new IllegalStateException("JavaCPP has unpacked no OpenBLAS into " + folder);
        }
        return libraries[0].toPath();
    }
}
