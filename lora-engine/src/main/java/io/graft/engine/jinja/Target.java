package io.graft.engine.jinja;

import java.util.List;

/// What a value is assigned to.
sealed interface Target {

    void set(Scope scope, Object value);

    /// `a`
    record Variable(String name) implements Target {
        @Override
        public void set(Scope scope, Object value) {
            scope.set(name, value);
        }
    }

    /// `a.b`, a being a namespace
    record Field(String namespace, String name) implements Target {
        @Override
        public void set(Scope scope, Object value) {
            if (!(scope.get(namespace) instanceof Namespace found)) {
                throw new TemplateException("cannot assign attribute on non-namespace object");
            }
            found.set(name, value);
        }
    }

    /// `a, b`
    record Several(List<Target> targets) implements Target {
        @Override
        public void set(Scope scope, Object value) {
            List<Object> values = Values.list(value);
            if (values.size() < targets.size()) {
                throw new TemplateException(
                        "not enough values to unpack (expected " + targets.size() + ", got " + values.size() + ")");
            }
            if (values.size() > targets.size()) {
                throw new TemplateException("too many values to unpack (expected " + targets.size() + ")");
            }
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).set(scope, values.get(i));
            }
        }
    }
}
