namespace IotHub.Runtime.Storing;

/// <summary>What was recorded, for trying a draft against it.</summary>
public interface IRecording
{
    /// <summary>Opens what was recorded of a span, on a connection of its own: it may be read for seconds, on another thread than charts.</summary>
    /// <param name="automation">The automation whose runs and calls are wanted.</param>
    /// <param name="from">Where the span begins.</param>
    /// <param name="to">Where it ends, not included.</param>
    /// <exception cref="StoreException">It cannot be read.</exception>
    IRecordedSpan Open(string automation, DateTimeOffset from, DateTimeOffset to);
}
