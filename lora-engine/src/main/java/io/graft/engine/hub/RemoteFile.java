package io.graft.engine.hub;

/// A file of a repository at a commit.
record RemoteFile(String name, long size, Checksum checksum) {}
