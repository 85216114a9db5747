package io.graft.localstack.supervisor;

/// What is to be done about a component and how it is then.
record Decision(Act act, ComponentState next) {

    enum Act {
        NOTHING,
        LAUNCH,
        KILL
    }

    static Decision stay(ComponentState next) {
        return new Decision(Act.NOTHING, next);
    }
}
