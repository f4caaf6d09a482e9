package io.kaiye.base;

/** Progress that nobody watches. */
enum SilentProgress implements Progress, Progress.Task {
    INSTANCE;

    @Override
    public Task start(String what, long total, String unit) {
        return this;
    }

    @Override
    public void note(String line) {}

    @Override
    public void advance(long units) {}

    @Override
    public void close() {}
}
