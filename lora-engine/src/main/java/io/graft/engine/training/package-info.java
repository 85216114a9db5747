/// Fine-tuning of an adapter. [Trainer] is the loop and the place to start, [TrainingStep] one step of it.
///
/// Examples ([Example]) become rows, packed by [Packer] or each its own; rows make batches, and batches make a step, as
/// [StepPlan] says; a batch goes through the model in [Passes], whose gradients add up. What changes is
/// [TrainableAdapter]: parameters, gradients and both moments side by side in one matrix.
///
/// - how to train: [TrainingConfig], of [AdamW], [LearningRateSchedule], [Batching], [Packing] and [EvaluationPlan];
/// - held-out examples: [Evaluator] measures, [Validation] remembers the best adapter and stops early;
/// - going on later: [Checkpoints] is where, [CheckpointFolder] one of them; [TrainingState] says how far the training
///   is, and [TrainingIdentity] whether it is the same;
/// - memory: [MemoryForecast] before weights are read, [MemoryPlanner] once they are; both make a [MemoryEstimate],
///   which [MemoryCheck] compares with the [MemoryOffer] of this process;
/// - numbers that are no longer finite: [Divergence] looks for the first of them;
/// - comparison with other libraries: [BatchReplay] trains on batches that they recorded.
@NullMarked
package io.graft.engine.training;

import org.jspecify.annotations.NullMarked;
