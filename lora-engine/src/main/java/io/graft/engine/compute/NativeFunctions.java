package io.graft.engine.compute;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// Finds functions of native libraries.
///
/// @param symbols of one library
@SuppressWarnings("restricted") // the JVM is started with --enable-native-access
record NativeFunctions(SymbolLookup symbols) {

    /// Those of the C library.
    static NativeFunctions standard() {
        return new NativeFunctions(Linker.nativeLinker().defaultLookup());
    }

    MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type, options);
    }

    /// What a call threw. Native functions throw nothing, so it can only be an error of the JVM.
    static RuntimeException failure(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            return exception;
        }
        return new IllegalStateException("a native call failed", thrown);
    }
}
