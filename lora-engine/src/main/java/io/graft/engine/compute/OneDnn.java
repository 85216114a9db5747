package io.graft.engine.compute;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.graft.engine.kernel.Sum;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The functions of oneDNN 3 (`dnnl.h`) that the engine calls. Handles live as long as the process: they are made per
/// shape of a product, not per weights.
@SuppressWarnings("restricted") // the JVM is started with --enable-native-access
final class OneDnn implements FloatProducts {

    /// Element types, `dnnl_data_type_t`.
    static final int F32 = 3;

    static final int S8 = 5;

    /// Layouts, `dnnl_format_tag_t`: what the library likes best, a vector, row-major, and its transpose.
    static final int ANY = 1;

    static final int VECTOR = 2;
    static final int ROWS = 3;
    static final int COLUMNS = 14;

    /// Arguments of primitives, `DNNL_ARG_*`.
    static final int SOURCE = 1;

    static final int RESULT = 17;
    static final int WEIGHTS = 33;
    static final int SCRATCHPAD = 80;
    static final int SCALES = 4096;

    private static final int CPU = 1;
    private static final int IN_ORDER = 1;
    private static final int SCALE_PER_COLUMN = 2;
    private static final int OWN_SCRATCHPAD = 1;
    private static final int QUERY_WEIGHTS = 131;
    private static final int QUERY_SCRATCHPAD = 136;

    /// `sizeof(dnnl_exec_arg_t)`.
    private static final long ARGUMENT_BYTES = 16;

    /// Length of `dnnl_dims_t`.
    private static final int DIMENSIONS = 12;

    private static final AddressLayout P = ADDRESS;

    private final NativeFunctions functions;
    private final MethodHandle sgemm;
    private final MethodHandle setHandle;
    private final MethodHandle execute;
    private final MemorySegment engine;

    private OneDnn(NativeFunctions functions) {
        this.functions = functions;
        this.sgemm = functions.find(
                "dnnl_sgemm",
                FunctionDescriptor.of(
                        JAVA_INT,
                        JAVA_BYTE,
                        JAVA_BYTE,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_FLOAT,
                        P,
                        JAVA_LONG,
                        P,
                        JAVA_LONG,
                        JAVA_FLOAT,
                        P,
                        JAVA_LONG),
                Linker.Option.critical(true));
        this.setHandle = functions.find(
                "dnnl_memory_set_data_handle",
                FunctionDescriptor.of(JAVA_INT, P, P),
                Linker.Option.critical(false)); // it returns at once
        this.execute = find("dnnl_primitive_execute", P, P, JAVA_INT, P);
        MethodHandle create = find("dnnl_engine_create", P, JAVA_INT, JAVA_LONG);
        this.engine = created(out -> (int) create.invokeExact(out, CPU, 0L));
    }

    /// The library, loaded when it is first asked for.
    static OneDnn get() {
        return Holder.LIBRARY;
    }

    private static final class Holder {
        private static final OneDnn LIBRARY = NativeStack.call(OneDnn::load);
    }

    /// Also makes the library generate its code for products of floats, which happens once.
    private static OneDnn load() {
        OneDnn library = new OneDnn(new NativeFunctions(OneDnnLibrary.load()));
        Operand matrix = new Operand(MemorySegment.ofArray(new float[64 * 64]), 64);
        Operand result = new Operand(MemorySegment.ofArray(new float[64 * 64]), 64);
        for (boolean transposed : new boolean[] {false, true}) {
            for (Sum sum : Sum.values()) {
                library.sgemm(matrix, matrix, result, new long[] {64, 64, 64}, transposed, sum);
            }
        }
        return library;
    }

    private MethodHandle find(String name, ValueLayout... arguments) {
        return functions.find(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    @Override
    public void sgemm(Operand a, Operand b, Operand c, long[] shape, boolean transposed, Sum sum) {
        try {
            check((int) sgemm.invokeExact(
                    (byte) 'N',
                    (byte) (transposed ? 'T' : 'N'),
                    shape[0],
                    shape[1],
                    shape[2],
                    1f,
                    a.start(),
                    a.stride(),
                    b.start(),
                    b.stride(),
                    sum == Sum.ADD ? 1f : 0f,
                    c.start(),
                    c.stride()));
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    /// A new stream; each thread that executes needs its own.
    MemorySegment stream() {
        MethodHandle create = find("dnnl_stream_create", P, P, JAVA_INT);
        return created(out -> (int) create.invokeExact(out, engine, IN_ORDER));
    }

    /// Describes a tensor.
    MemorySegment descriptor(int type, int layout, long... shape) {
        MethodHandle create = find("dnnl_memory_desc_create_with_tag", P, JAVA_INT, P, JAVA_INT, JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment dimensions = arena.allocate(JAVA_LONG, DIMENSIONS);
            MemorySegment.copy(shape, 0, dimensions, JAVA_LONG, 0, shape.length);
            return created(out -> (int) create.invokeExact(out, shape.length, dimensions, type, layout));
        }
    }

    /// Bytes that a described tensor takes.
    long bytes(MemorySegment descriptor) {
        MethodHandle size = functions.find("dnnl_memory_desc_get_size", FunctionDescriptor.of(JAVA_LONG, P));
        try {
            return (long) size.invokeExact(descriptor);
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    /// A tensor without data, see [#point].
    MemorySegment tensor(MemorySegment descriptor) {
        MethodHandle create = find("dnnl_memory_create", P, P, P, P);
        return created(out -> (int) create.invokeExact(out, descriptor, engine, MemorySegment.NULL));
    }

    /// Says where a tensor's data is, outside of the heap.
    void point(MemorySegment tensor, MemorySegment data) {
        try {
            check((int) setHandle.invokeExact(tensor, data));
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    /// A compiled operation.
    ///
    /// @param primitive  to execute
    /// @param weights    descriptor of the weights in the layout that it reads
    /// @param scratchpad descriptor of the memory that it needs meanwhile
    /// @param scratchpadBytes how much that is
    record Operation(MemorySegment primitive, MemorySegment weights, MemorySegment scratchpad, long scratchpadBytes) {}

    /// `result[m][n] = (source[m][k] weights[k][n]) * scale[n]`, whole numbers in, floats out.
    ///
    /// @param weights in any layout, or in the one that another product of these weights reads
    Operation byteProduct(MemorySegment source, MemorySegment weights, MemorySegment result) {
        MethodHandle attributes = find("dnnl_primitive_attr_create", P);
        MethodHandle scales = find("dnnl_primitive_attr_set_scales_mask", P, JAVA_INT, JAVA_INT);
        MethodHandle scratchpad = find("dnnl_primitive_attr_set_scratchpad_mode", P, JAVA_INT);
        MethodHandle create = find("dnnl_matmul_primitive_desc_create", P, P, P, P, P, P, P);
        MemorySegment with = created(out -> (int) attributes.invokeExact(out));
        try {
            check((int) scales.invokeExact(with, WEIGHTS, SCALE_PER_COLUMN));
            check((int) scratchpad.invokeExact(with, OWN_SCRATCHPAD));
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
        return operation(created(
                out -> (int) create.invokeExact(out, engine, source, weights, MemorySegment.NULL, result, with)));
    }

    /// Copies a tensor into another layout.
    Operation reorder(MemorySegment from, MemorySegment to) {
        MethodHandle create = find("dnnl_reorder_primitive_desc_create", P, P, P, P, P, P);
        return operation(created(out -> (int) create.invokeExact(out, from, engine, to, engine, MemorySegment.NULL)));
    }

    private Operation operation(MemorySegment description) {
        MethodHandle create = find("dnnl_primitive_create", P, P);
        MemorySegment primitive = created(out -> (int) create.invokeExact(out, description));
        MemorySegment scratchpad = query(description, QUERY_SCRATCHPAD);
        return new Operation(primitive, query(description, QUERY_WEIGHTS), scratchpad, bytes(scratchpad));
    }

    private MemorySegment query(MemorySegment description, int what) {
        MethodHandle query =
                functions.find("dnnl_primitive_desc_query_md", FunctionDescriptor.of(P, P, JAVA_INT, JAVA_INT));
        try {
            return (MemorySegment) query.invokeExact(description, what, 0);
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    /// Runs an operation to its end on the calling thread.
    ///
    /// @param arguments see [#arguments]
    void execute(Operation operation, MemorySegment stream, MemorySegment arguments) {
        int count = (int) (arguments.byteSize() / ARGUMENT_BYTES);
        try {
            check((int) execute.invokeExact(operation.primitive, stream, count, arguments));
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    /// The arguments of an operation, `dnnl_exec_arg_t[]`: which one, and its tensor.
    static MemorySegment arguments(int[] which, MemorySegment... tensors) {
        MemorySegment arguments =
                NativeMemory.allocate(ARGUMENT_BYTES * which.length).asSlice(0, ARGUMENT_BYTES * which.length);
        for (int i = 0; i < which.length; i++) {
            arguments.set(JAVA_INT, i * ARGUMENT_BYTES, which[i]);
            arguments.set(ADDRESS, i * ARGUMENT_BYTES + 8, tensors[i]);
        }
        return arguments;
    }

    /// A call that writes a handle to where it is told.
    @FunctionalInterface
    private interface Creation {
        int into(MemorySegment out) throws Throwable;
    }

    private static MemorySegment created(Creation creation) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            check(creation.into(out));
            return out.get(ADDRESS, 0);
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("oneDNN answered with status " + status);
        }
    }
}
