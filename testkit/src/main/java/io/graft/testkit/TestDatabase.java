package io.graft.testkit;

import javax.sql.DataSource;

/// A fresh, empty PostgreSQL database of its own.
public record TestDatabase(String jdbcUrl, String user, String password, DataSource dataSource) {}
