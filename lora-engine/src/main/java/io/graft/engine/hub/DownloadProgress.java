package io.graft.engine.hub;

/// How far the download of a model has come.
///
/// @param file      what is being downloaded
/// @param fileBytes bytes of it that are here
/// @param fileSize  bytes it has
/// @param bytes     bytes of the whole model that are here, what the cache had included
/// @param size      bytes of the whole model
public record DownloadProgress(String file, long fileBytes, long fileSize, long bytes, long size) {}
