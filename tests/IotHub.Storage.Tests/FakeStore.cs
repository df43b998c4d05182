using System.Threading.Channels;
using IotHub.Runtime;
using IotHub.Runtime.Storing;

namespace IotHub.Storage.Tests;

/// <summary>A store that fails when told and says what it was given.</summary>
internal sealed class FakeStore : IHubStore
{
    private readonly Channel<int> _writes = Channel.CreateBounded<int>(1_000);

    /// <summary>Writes that still fail.</summary>
    public int FailuresLeft { get; set; }

    public List<HubSnapshot> Snapshots { get; } = [];

    /// <summary>The size of the next write that succeeds; 0 for a snapshot.</summary>
    public ValueTask<int> NextWriteAsync() => _writes.Reader.ReadAsync();

    public ValueTask<StoredHome> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(StoredHome.Empty);

    public ValueTask WriteAsync(IReadOnlyList<HubOutput> batch, CancellationToken cancellationToken)
    {
        FailIfTold();
        Assert.True(_writes.Writer.TryWrite(batch.Count));
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(HubSnapshot snapshot, CancellationToken cancellationToken)
    {
        FailIfTold();
        Snapshots.Add(snapshot);
        Assert.True(_writes.Writer.TryWrite(0));
        return ValueTask.CompletedTask;
    }

    private void FailIfTold()
    {
        if (FailuresLeft > 0)
        {
            FailuresLeft--;
            throw new StoreException("The disk is full.");
        }
    }
}
