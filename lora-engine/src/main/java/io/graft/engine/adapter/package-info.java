/// LoRA adapters: configuration, low-rank pairs, and PEFT's file format.
@NullMarked
package io.graft.engine.adapter;

import org.jspecify.annotations.NullMarked;
