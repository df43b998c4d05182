// One world at a time: a world looks whether the thread pool has something for it, and all worlds would share the pool.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
