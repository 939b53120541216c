package org.backstay.scripting.lua;

/** A function for scripts, written in Java. */
@FunctionalInterface
public interface LuaFunction {
    /**
     * Runs the function: its arguments stand on the stack from 1 on, its results are pushed.
     *
     * @param lua the state that calls, which is that of a coroutine at times
     * @return how many results were pushed
     * @throws LuaError to raise an error in the script
     */
    int call(long lua);
}
