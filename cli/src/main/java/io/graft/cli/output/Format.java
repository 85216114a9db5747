package io.graft.cli.output;

/// How a result is printed.
public enum Format {
    table,
    json,
    yaml
}
