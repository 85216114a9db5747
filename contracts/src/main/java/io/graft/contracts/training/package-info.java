/// The API of training-service: data sets and runs.
@NullMarked
package io.graft.contracts.training;

import org.jspecify.annotations.NullMarked;
