package io.graft.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A JVM with small thread stacks, as services run with, must survive what native libraries do.
class SmallStackTest {

    /// What the other JVM runs.
    static final class Products {

        private Products() {}

        public static void main(String[] arguments) {
            for (Precision precision : Precision.values()) {
                FrozenWeights weights =
                        Compute.shared().format().forModel(1L << 40, precision).pack(rows(), precision);
                Matrix y = Matrix.zeros(9, 130);
                weights.forward(Matrix.zeros(9, 70), y, Sum.SET);
                weights.backward(y, Matrix.zeros(9, 70), Sum.ADD);
            }
            System.out.println("multiplied");
        }

        private static RowSource rows() {
            return RowSource.of(Matrix.zeros(130, 70));
        }
    }

    @Test
    void products_work_on_threads_with_small_stacks() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xss256k",
                        "-XX:+UseSerialGC",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Products.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("multiplied");
    }
}
