/// A causal language model: its description, its weights, and the passes through it.
///
/// - Description: [ModelConfig] reads `config.json`; its [Architecture] describes the decoder as a [DecoderSpec] of
///   tensors and what happens to them. Families (`LlamaModels` and the like) tell the builders only what is different
///   from Llama.
/// - Model: [WeightLoader] makes the layers that a description names, and [CausalModel] has them. A [DecoderLayer]
///   is an [AttentionHalf] and a [FeedForwardHalf]; each begins with a [HalfBegin], a norm and linear layers of one
///   input, and ends with a [HalfEnd], a linear layer and the sum with what went around. Their linear layers are
///   [AdaptedLinear], the frozen weights together with what an adapter makes of them.
/// - Passes: [TrainingPass] takes a [TokenBatch] forward and back, in memory that is planned once ([LayerMemory],
///   [LayerActivations], [LayerGradients], [LowRankMemory]), with the loss in [HeadLoss]. [InferencePass] takes new
///   tokens of any number of [Sequence]s forward; [Session] is one sequence alone. The adapter's share of both is
///   [AdapterPass].
@NullMarked
package io.graft.engine.transformer;

import org.jspecify.annotations.NullMarked;
