/// Models from the Hugging Face hub: download, check, and share a cache with Python's `huggingface_hub`.
@NullMarked
package io.graft.engine.hub;

import org.jspecify.annotations.NullMarked;
