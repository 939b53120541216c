package org.backstay.vrrp.instance;

/** Hears of an instance. Called on the loop, after the step is done. */
public interface Observer {
    /** It has another state. */
    void entered(Instance instance, State state);

    /** It is master and heard one of lower priority. */
    void heardLowerPriority(Instance instance);

    /** Its priority changed. */
    void priorityChanged(Instance instance);
}
