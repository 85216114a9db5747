package io.graft.training.dataset;

import java.io.IOException;

/// The rows of one uploaded file, one after the other.
interface RowSource {

    /// Goes to the next row, past blank lines.
    ///
    /// @return false at the end
    boolean next() throws IOException;

    /// The line at which the row begins, from 1.
    long line();

    /// @throws BadRow if it cannot be used
    Row row() throws BadRow;
}
