package io.graft.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatrixTest {

    @Test
    void a_view_of_rows_and_columns_shares_the_array() {
        Matrix matrix = Matrix.zeros(4, 5);
        Matrix view = matrix.rows(1, 2).columns(2, 3);
        view.set(1, 2, 9f);
        assertThat(matrix.get(2, 4)).isEqualTo(9f);
        assertThat(view.stride()).isEqualTo(5);
        assertThat(view.at(1)).isEqualTo(12);
    }

    @Test
    void what_lies_beside_a_view_is_neither_cleared_nor_copied_over() {
        Matrix matrix = Matrix.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        matrix.columns(1, 1).clear();
        assertThat(matrix.data()).containsExactly(1, 0, 3, 4, 0, 6);
        matrix.columns(0, 2).copyFrom(Matrix.of(new float[] {7, 8, 9, 10}, 2, 2));
        assertThat(matrix.data()).containsExactly(7, 8, 3, 9, 10, 6);
    }

    @Test
    void one_element_that_is_not_finite_is_found_but_not_beside_the_view() {
        Matrix matrix = Matrix.zeros(3, 4);
        matrix.set(2, 3, Float.NaN);
        assertThat(matrix.isFinite()).isFalse();
        assertThat(matrix.columns(0, 3).isFinite()).isTrue();
        matrix.set(0, 0, Float.NEGATIVE_INFINITY);
        assertThat(matrix.rows(0, 1).isFinite()).isFalse();
    }

    @Test
    void views_beyond_the_matrix_are_refused() {
        Matrix matrix = Matrix.zeros(4, 5);
        assertThatThrownBy(() -> matrix.rows(3, 2)).hasMessage("rows 3 to 5 of 4");
        assertThatThrownBy(() -> matrix.columns(-1, 2)).hasMessage("columns -1 to 1 of 5");
        assertThatThrownBy(() -> Matrix.at(new float[10], 3, 2, 4))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("rows 2, columns 4, stride 4 from 3 do not fit into 10 floats");
        assertThatThrownBy(() -> Matrix.zeros(50_000, 50_000))
                .hasMessage("a matrix of 50000 x 50000 is too large for one array");
    }
}
