package io.graft.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelsTest {

    /// A view of part of a larger matrix, each element of which tells where it is.
    private static Matrix numbered(int rows, int columns) {
        Matrix wide = Matrix.zeros(rows + 1, columns + 3);
        Matrix matrix = wide.rows(1, rows).columns(2, columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                matrix.set(row, column, 1000 * row + column + 1);
            }
        }
        return matrix;
    }

    private static float get(Panels panels, int row, int column) {
        return panels.data()[panels.at(row, column)];
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 4", "2, 5", "5, 8", "70, 9"})
    void packed_panels_hold_every_element_and_zeros_behind_the_last_column(int rows, int columns) {
        Matrix matrix = numbered(rows, columns);
        Matrix transposed = numbered(columns, rows);
        Panels packed = Panels.pack(matrix, 4);
        Panels turned = Panels.packTransposed(transposed, 4);
        Panels inPlace = Panels.of(matrix, 4);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                float expected = matrix.get(row, column);
                assertThat(get(packed, row, column)).isEqualTo(expected);
                assertThat(get(inPlace, row, column)).isEqualTo(expected);
                assertThat(get(turned, row, column)).isEqualTo(transposed.get(column, row));
            }
            for (int column = columns; column % 4 != 0; column++) {
                assertThat(get(packed, row, column)).isZero();
                assertThat(get(turned, row, column)).isZero();
            }
        }
    }

    @Test
    void memory_that_held_other_numbers_is_padded_with_zeros_again() {
        float[] memory = new float[Panels.packedSize(3, 5, 4)];
        java.util.Arrays.fill(memory, 7f);
        Panels panels = Panels.packed(memory, 3, 5, 4);
        panels.fillTransposed(numbered(5, 3));
        for (int row = 0; row < 3; row++) {
            for (int column = 5; column < 8; column++) {
                assertThat(get(panels, row, column)).isZero();
            }
        }
    }

    @Test
    void rows_and_columns_go_in_and_out_one_by_one() {
        Matrix matrix = numbered(3, 6);
        Panels panels = Panels.packed(new float[Panels.packedSize(3, 6, 4)], 3, 6, 4);
        for (int row = 0; row < 3; row++) {
            float[] values = new float[6];
            System.arraycopy(matrix.data(), matrix.at(row), values, 0, 6);
            panels.setRow(row, values);
        }
        panels.setColumn(5, new float[] {-1, -2, -3});
        float[] column = new float[4];
        panels.copyColumn(5, column, 1);
        assertThat(column).containsExactly(0, -1, -2, -3);
        panels.copyColumn(4, column, 1);
        assertThat(column).containsExactly(0, 5, 1005, 2005);
    }

    @Test
    void a_range_of_columns_starts_at_a_panel() {
        Panels panels = Panels.pack(numbered(2, 10), 4);
        Panels some = panels.columns(4, 5);
        assertThat(some.columns()).isEqualTo(5);
        assertThat(get(some, 1, 4)).isEqualTo(1009f);
        assertThatThrownBy(() -> panels.columns(3, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> panels.columns(8, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_matrix_for_which_one_array_is_too_small_is_refused() {
        assertThatThrownBy(() -> Panels.packedSize(50_000, 50_000, 16))
                .hasMessage("a matrix of 50000 x 50000 is too large for one array");
        assertThatThrownBy(() -> Panels.packed(new float[31], 4, 5, 4))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("panels of 4 x 5 do not fit into 31 floats");
    }
}
