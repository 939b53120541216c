package org.backstay.redis.differential;

/** What was asked and what came back. */
record Observed(Step step, Reply reply) {}
