package io.graft.engine.compute;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.graft.engine.kernel.Sum;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// The functions of ND4J's OpenBLAS (`cblas.h`) that the engine calls.
///
/// They are called directly and not through `Nd4j.gemm`, which would copy every operand out of the heap and takes about
/// 25 microseconds a call.
final class OpenBlas implements FloatProducts {

    /// `CBLAS_ORDER` and `CBLAS_TRANSPOSE`.
    private static final int ROW_MAJOR = 101;

    private static final int AS_IS = 111;
    private static final int TRANSPOSED = 112;

    private static final AddressLayout P = ADDRESS;

    private final MethodHandle sgemm;
    private final MethodHandle sgemv;

    private OpenBlas(NativeFunctions functions) {
        this.sgemm = functions.find(
                "cblas_sgemm",
                FunctionDescriptor.ofVoid(
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_FLOAT,
                        P,
                        JAVA_INT,
                        P,
                        JAVA_INT,
                        JAVA_FLOAT,
                        P,
                        JAVA_INT),
                Linker.Option.critical(true));
        this.sgemv = functions.find(
                "cblas_sgemv",
                FunctionDescriptor.ofVoid(
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_FLOAT,
                        P,
                        JAVA_INT,
                        P,
                        JAVA_INT,
                        JAVA_FLOAT,
                        P,
                        JAVA_INT),
                Linker.Option.critical(true));
        useOneThread(functions);
    }

    /// The library, loaded when it is first asked for.
    static OpenBlas get() {
        return Holder.LIBRARY;
    }

    private static final class Holder {
        private static final OpenBlas LIBRARY = new OpenBlas(new NativeFunctions(OpenBlasLibrary.load()));
    }

    /// Each of our threads calls the library on its own, so it must not start more.
    private static void useOneThread(NativeFunctions functions) {
        MethodHandle set = functions.find("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
        try {
            set.invokeExact(1);
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    @Override
    public void sgemm(Operand a, Operand b, Operand c, long[] shape, boolean transposed, Sum sum) {
        int rows = Math.toIntExact(shape[0]);
        int columns = Math.toIntExact(shape[1]);
        int inner = Math.toIntExact(shape[2]);
        float keep = sum == Sum.ADD ? 1f : 0f;
        try {
            if (rows == 1) {
                // One row is limited by reading the weights, which the product of matrices would copy first.
                sgemv.invokeExact(
                        ROW_MAJOR,
                        transposed ? AS_IS : TRANSPOSED,
                        transposed ? columns : inner,
                        transposed ? inner : columns,
                        1f,
                        b.start(),
                        (int) b.stride(),
                        a.start(),
                        1,
                        keep,
                        c.start(),
                        1);
                return;
            }
            sgemm.invokeExact(
                    ROW_MAJOR,
                    AS_IS,
                    transposed ? TRANSPOSED : AS_IS,
                    rows,
                    columns,
                    inner,
                    1f,
                    a.start(),
                    (int) a.stride(),
                    b.start(),
                    (int) b.stride(),
                    keep,
                    c.start(),
                    (int) c.stride());
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }
}
