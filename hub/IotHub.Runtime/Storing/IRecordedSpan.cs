using IotHub.Automation.Preview;

namespace IotHub.Runtime.Storing;

/// <summary>A span of what was recorded. Disposing it closes its connection.</summary>
public interface IRecordedSpan : IDisposable
{
    /// <summary>How the home stood where it begins.</summary>
    RecordedBeginning Beginning { get; }

    /// <summary>What happened from there on, in order. Read once; rows are fetched as they are asked for.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StoreException">It cannot be read.</exception>
    IEnumerable<RecordedHappening> Read(CancellationToken cancellationToken);
}
