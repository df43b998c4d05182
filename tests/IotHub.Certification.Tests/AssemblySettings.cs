// One world at a time: a world's clock goes on when the thread pool has nothing to do, and all worlds would share it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
